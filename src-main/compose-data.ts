/** Opens what lies in the data folder: settings, database, credentials' key, local tokens, Claude Code's settings. */
import { AppError } from '../src-shared/app-error.ts';
import type { ModelMap } from '../src-shared/schemas/endpoint.ts';
import type { SettingChange } from '../src-shared/schemas/settings.ts';
import { ClaudeBackups } from './claude-code/claude-backups.ts';
import { nodeFileOperations } from './claude-code/file-operations.ts';
import { TextThread } from './claude-code/text-thread.ts';
import { loadDefaultModels } from './configuration/default-models.ts';
import { KeyKeeper } from './configuration/key-keeper.ts';
import { RuleRegistry } from './configuration/rule-registry.ts';
import { settingsFile } from './configuration/settings-file.ts';
import { SettingsService } from './configuration/settings-service.ts';
import { TokenRegistry } from './configuration/token-registry.ts';
import type { CoreContext } from './core-context.ts';
import type { CoreOptions, CoreOverrides } from './core-options.ts';
import { DEFAULT_RULES, FIXED_RULE_IDS } from './failover/default-rules.ts';
import { KeyHomes } from './platform/key-homes.ts';
import { SecretBox } from './platform/secret-box.ts';
import { PriceBook } from './pricing/price-book.ts';
import { protocolAdapter } from './protocols/registry.ts';
import { explainAnswer } from './proxy/explain-answer.ts';
import { startRetention } from './storage/retention.ts';
import { Storage } from './storage/storage.ts';

export interface CoreData {
  readonly settings: SettingsService;
  readonly storage: Storage;
  readonly secrets: SecretBox;
  readonly keyKeeper: KeyKeeper;
  readonly tokens: TokenRegistry;
  readonly rules: RuleRegistry;
  readonly defaultModels: ModelMap;
  readonly prices: PriceBook;
  /** Of Claude Code's files, whoever writes them. */
  readonly claudeBackups: ClaudeBackups;
  readonly claudeTexts: TextThread;
  /** For people; known at the start. */
  readonly warnings: readonly string[];
}

export async function openData(context: CoreContext): Promise<CoreData> {
  const { options, clock, logger, instanceId, undo, feed } = context;
  const storage = new Storage({ file: options.paths.database, clock, logger });
  const settings = new SettingsService({
    store: options.settingsStore ?? settingsFile(options.paths.settings, clock),
    clock,
    logger,
    overrides: overridesOf(options.overrides),
    leavesBrokenFile: options.mode === 'data-only',
  });
  await settings.start();
  undo.defer(() => settings.stop());
  logger.setLevel?.(settings.current().log.level);
  const { interrupted } = await storage.start();
  undo.defer(() => storage.stop());
  if (options.mode === 'full') {
    const keepDays = () => settings.current().records.keepExchangesDays;
    undo.defer(startRetention({ prune: (beforeMs) => storage.prune(beforeMs), keepDays, clock, logger }));
  }
  if (interrupted > 0) logger.warn('exchanges were left open by an earlier run', { interrupted });
  const homes = new KeyHomes({ file: options.paths.key, keychain: options.keychain });
  const secrets = await openBox(homes, options.mode);
  const keyKeeper = new KeyKeeper({ homes, box: secrets, stored: storage.sealed, logger });
  const tokens = new TokenRegistry({ store: storage.tokens, clock, logger, instanceId });
  if (options.mode === 'full') {
    await tokens.start();
    undo.defer(() => tokens.stop());
  } else await tokens.load();
  const rules = openRules(context, { storage, settings });
  await rules.start();
  const { models, warning } = await loadDefaultModels(options.paths.defaultModels);
  const prices = new PriceBook({ file: options.paths.prices, logger });
  await prices.start();
  settings.onChange((before, after) => {
    if (before.log.level !== after.log.level) logger.setLevel?.(after.log.level);
    feed.publish({ type: 'settings-changed', settings: after });
  });
  rules.onChange(() => feed.publish({ type: 'rules-changed' }));
  tokens.onChange(() => feed.publish({ type: 'tokens-changed' }));
  const claudeBackups = new ClaudeBackups({ folder: options.paths.claudeBackups, files: nodeFileOperations, clock });
  const claudeTexts = new TextThread(clock);
  undo.defer(() => claudeTexts.stop());
  const warnings = warning === null ? [] : [warning];
  return { settings, storage, secrets, keyKeeper, tokens, rules, defaultModels: models, prices, claudeBackups, claudeTexts, warnings };
}

/** Commands can do much without the key: say what was used, and where the key lies. What needs it says why it cannot. */
async function openBox(homes: KeyHomes, mode: CoreOptions['mode']): Promise<SecretBox> {
  try {
    return await SecretBox.open(homes);
  } catch (error) {
    if (mode === 'data-only' && error instanceof AppError && error.code === 'KEY_UNAVAILABLE') return SecretBox.closed(error);
    throw error;
  }
}

function openRules({ clock, logger }: CoreContext, { storage, settings }: Pick<CoreData, 'storage' | 'settings'>): RuleRegistry {
  return new RuleRegistry({
    store: storage.rules,
    logger,
    builtIn: DEFAULT_RULES,
    fixedIds: FIXED_RULE_IDS,
    explain(input, rules) {
      const { maxRetries, restLimitMs } = settings.current().proxy;
      return explainAnswer(input, { rules, maxRetries, restLimitMs, adapter: protocolAdapter('anthropic'), nowMs: clock.nowMs() });
    },
  });
}

function overridesOf({ port, adminPort, bindHost, allowedHosts }: CoreOverrides): readonly SettingChange[] {
  return [
    ...(port === undefined ? [] : [{ path: 'proxy.port', value: port }]),
    ...(bindHost === undefined ? [] : [{ path: 'proxy.host', value: bindHost }]),
    ...(allowedHosts === undefined ? [] : [{ path: 'proxy.allowedHosts', value: [...allowedHosts] }]),
    ...(adminPort === undefined ? [] : [{ path: 'admin.port', value: adminPort }]),
  ];
}
