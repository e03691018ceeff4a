/** Numbered lines of a text, of which parts can be folded and hits are marked. Only what is in sight is drawn. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../components/use-format.ts';
import { VirtualRows } from '../../../components/virtual-rows.tsx';
import { type Hit, hitsBetween } from '../../../state/messages/find-in-lines.ts';
import { type TextLine, visibleLines } from '../../../state/messages/json-lines.ts';

export interface TextLinesProps {
  readonly label: string;
  readonly lines: readonly TextLine[];
  readonly folded: ReadonlySet<number>;
  readonly hits: readonly Hit[];
  /** Index of the hit to bring into sight; null: none. */
  readonly currentHit: number | null;
  readonly onFold: (line: number) => void;
}

/** A piece of a line: prompts stand in one line of JSON and are longer than many screens. */
interface Row {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const PIECE_CHARACTERS = 1_200;
const ROW_HEIGHT_PX = 20;

export function TextLines({ label, lines, folded, hits, currentHit, onFold }: TextLinesProps) {
  const rows = useMemo(() => rowsOf(lines, folded), [lines, folded]);
  const hitsByLine = useMemo(() => Map.groupBy(hits, ({ line }) => line), [hits]);
  const current = currentHit === null ? null : (hits[currentHit] ?? null);
  const shown = current === null ? -1 : rows.findIndex((row) => row.line === current.line && current.start < row.end);
  return (
    <VirtualRows
      label={label}
      count={rows.length}
      rowHeight={ROW_HEIGHT_PX}
      shown={shown === -1 ? null : shown}
      className="h-[calc(100dvh-17rem)] min-h-56 rounded-md border border-line bg-surface py-1 font-mono text-[13px] leading-5"
      row={(index) => {
        const row = rows[index];
        const line = row === undefined ? undefined : lines[row.line];
        if (row === undefined || line === undefined) return null;
        const marked = hitsBetween(hitsByLine.get(row.line) ?? [], row.start, row.end);
        return <LineRow row={row} line={line} isFolded={folded.has(row.line)} hits={marked} current={current} onFold={onFold} />;
      }}
    />
  );
}

function rowsOf(lines: readonly TextLine[], folded: ReadonlySet<number>): readonly Row[] {
  return visibleLines(lines, folded).flatMap((line) => {
    const text = lines[line]?.text ?? '';
    const rows: Row[] = [];
    for (let start = 0; start < text.length || start === 0; ) {
      const end = endOfPiece(text, start);
      rows.push({ line, start, end });
      start = Math.max(end, start + 1);
    }
    return rows;
  });
}

/** Between two words, if there are any. */
function endOfPiece(text: string, start: number): number {
  const end = start + PIECE_CHARACTERS;
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(' ', end);
  return space > start ? space + 1 : end;
}

interface LineRowProps {
  readonly row: Row;
  readonly line: TextLine;
  readonly isFolded: boolean;
  readonly hits: readonly Hit[];
  readonly current: Hit | null;
  readonly onFold: (line: number) => void;
}

const LineRow = memo(function LineRow({ row, line, isFolded, hits, current, onFold }: LineRowProps) {
  const isFirst = row.start === 0;
  return (
    <div className="flex">
      <span aria-hidden className="w-14 shrink-0 pr-1 text-right text-muted select-none">
        {isFirst ? row.line + 1 : ''}
      </span>
      <span className="w-5 shrink-0">{isFirst && line.closedBy !== null && <FoldButton line={row.line} isFolded={isFolded} onFold={onFold} />}</span>
      <span className="min-w-0 flex-1 pr-3 wrap-anywhere whitespace-pre-wrap" style={{ paddingLeft: `${line.depth * 1.25}ch` }}>
        {piecesOf(line.text, row, hits).map(({ text, start, hit }) => {
          if (hit !== null)
            return (
              <mark key={start} className={hit === current ? 'bg-accent text-surface' : 'bg-warn-soft text-warn'}>
                {text}
              </mark>
            );
          return (
            <span key={start} className={start < keyEnd(line.text) ? 'text-accent' : ''}>
              {text}
            </span>
          );
        })}
        {isFolded && <FoldedPart line={row.line} closedBy={line.closedBy} opener={line.text} />}
      </span>
    </div>
  );
});

function FoldButton({ line, isFolded, onFold }: { readonly line: number; readonly isFolded: boolean; readonly onFold: (line: number) => void }) {
  const { t } = useTranslation();
  const Icon = isFolded ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      aria-expanded={!isFolded}
      aria-label={t(isFolded ? 'request.body.unfold' : 'request.body.fold', { line: line + 1 })}
      onClick={() => onFold(line)}
      className="flex size-5 items-center justify-center rounded text-muted hover:bg-hover hover:text-text"
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}

function FoldedPart({ line, closedBy, opener }: { readonly line: number; readonly closedBy: number | null; readonly opener: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (closedBy ?? line) - line - 1;
  return (
    <span className="text-muted">
      {` … ${t('request.body.folded', { count, value: format.count(count) })} … `}
      {opener.endsWith('[') ? ']' : '}'}
    </span>
  );
}

/** Where the name of a member ends; 0 when the line has none. */
function keyEnd(text: string): number {
  return /^"(?:[^"\\]|\\.){0,200}"(?=: )/.exec(text)?.[0].length ?? 0;
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly hit: Hit | null;
}

/** A row cut where a hit or the name of a member begins and ends. */
function piecesOf(text: string, row: Row, hits: readonly Hit[]): readonly Piece[] {
  const cuts = [row.start, row.end, keyEnd(text), ...hits.flatMap(({ start, end }) => [start, end])];
  const inside = [...new Set(cuts.filter((cut) => cut >= row.start && cut <= row.end))].sort((a, b) => a - b);
  return inside.slice(0, -1).map((start, index) => ({
    text: text.slice(start, inside[index + 1]),
    start,
    hit: hits.find((hit) => hit.start <= start && start < hit.end) ?? null,
  }));
}
