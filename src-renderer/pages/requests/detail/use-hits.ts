/** The hits of a word in a text of which perhaps only a part is loaded, and which of them is in sight. */
import { useDeferredValue, useMemo, useState } from 'react';
import type { BodyAddress } from '../../../../src-shared/request-export/stored-bodies.ts';
import { findInLines, type Hit, MAX_HITS } from '../../../state/messages/find-in-lines.ts';
import type { TextLine } from '../../../state/messages/json-lines.ts';
import { useFoundOffsets } from '../../../state/queries/use-found-offsets.ts';
import type { StoredText } from '../../../state/queries/use-stored-text.ts';

export interface Hits {
  readonly word: string;
  readonly setWord: (word: string) => void;
  /** In what is loaded. */
  readonly hits: readonly Hit[];
  readonly current: number | null;
  /** In all of the body. */
  readonly total: number;
  readonly isMore: boolean;
  /** To the next or the previous hit; loads the part that it lies in. */
  readonly step: (by: 1 | -1) => void;
}

export function useHits(lines: readonly TextLine[], stored: StoredText, address: BodyAddress): Hits {
  const [word, setTyped] = useState('');
  const [wanted, setWanted] = useState<number | null>(null);
  const searched = useDeferredValue(word);
  const hits = useMemo(() => findInLines(lines, searched), [lines, searched]);
  const found = useFoundOffsets(address, searched, !stored.isWhole);
  const beyond = stored.isWhole ? [] : (found.data?.offsets ?? []).filter((offset) => offset >= stored.loadedBytes);
  const total = hits.length + beyond.length;
  return {
    word,
    setWord(next) {
      setTyped(next);
      setWanted(null);
    },
    hits,
    current: wanted === null || wanted >= hits.length ? null : wanted,
    total,
    isMore: hits.length >= MAX_HITS || (!stored.isWhole && found.data?.isMore === true),
    step(by) {
      if (total === 0) return;
      const next = wanted === null ? (by === 1 ? 0 : total - 1) : (wanted + by + total) % total;
      const offset = beyond[next - hits.length];
      if (offset !== undefined) stored.loadUpTo(offset);
      setWanted(next);
    },
  };
}
