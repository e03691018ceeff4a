/** Where does a word occur in a body of which only a part is loaded? */
import { useQuery } from '@tanstack/react-query';
import type { BodyAddress } from '../../../src-shared/request-export/stored-bodies.ts';
import { useAdmin } from '../../api/admin-context.ts';

const MAX_WORD_CHARACTERS = 200;

/** @param isNeeded False where all of the body is loaded, and can be searched here. */
export function useFoundOffsets(address: BodyAddress, word: string, isNeeded: boolean) {
  const enabled = isNeeded && word !== '';
  return useQuery(useAdmin().audit.find.queryOptions({ ...address, text: word.slice(0, MAX_WORD_CHARACTERS) || ' ' }, { enabled }));
}
