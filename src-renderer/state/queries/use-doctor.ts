/** How far is the doctor, and what has it found? Asked for again and again only while a run goes on. */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** Often enough that each check is seen to end. */
const LOOK_EVERY_MS = 300;

export function useDoctor() {
  return useQuery({
    ...useAdmin().doctor.state.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.isRunning === true ? LOOK_EVERY_MS : false),
  });
}
