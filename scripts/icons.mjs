/**
 * Draws the icon files from their two SVG sources: `node scripts/icons.mjs`. The results are committed, so this runs only
 * when a source changed. electron-builder makes .icns and .ico from the 1024 px PNG.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';
import { checkout, runScript } from './setup.mjs';

/** Colour that reads on light and on dark panels. macOS takes only the shape of a template image and colours it itself. */
const TRAY_COLOUR = '#4f9c94';
const FILES = [
  { source: 'icon.svg', file: 'icon.png', sizePx: 1024, colour: '' },
  { source: 'tray.svg', file: 'tray.png', sizePx: 16, colour: TRAY_COLOUR },
  { source: 'tray.svg', file: 'tray@2x.png', sizePx: 32, colour: TRAY_COLOUR },
  { source: 'tray.svg', file: 'trayTemplate.png', sizePx: 16, colour: '#000' },
  { source: 'tray.svg', file: 'trayTemplate@2x.png', sizePx: 32, colour: '#000' },
];

await runScript(async () => {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    for (const { source, file, sizePx, colour } of FILES) {
      const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
      const svg = readFileSync(join(checkout, 'assets', source), 'utf8');
      await page.setContent(`<style>body{margin:0;color:${colour}}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
      writeFileSync(join(checkout, 'assets', file), await page.screenshot({ omitBackground: true }));
      await page.close();
      console.log(`assets/${file}`);
    }
  } finally {
    await browser.close();
  }
});
