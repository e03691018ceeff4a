/** What the doctor can be told to do. Each answer is the state of the run, which is put in place at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DoctorRun } from '../../../src-shared/schemas/doctor.ts';
import { useAdmin } from '../../api/admin-context.ts';

export function useDoctorCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const key = admin.doctor.state.queryKey();
  const put = async (run: DoctorRun) => {
    // An answer that is still on its way would bring the state of before back.
    await queries.cancelQueries({ queryKey: key });
    queries.setQueryData(key, run);
  };
  return {
    run: useMutation(admin.doctor.run.mutationOptions({ onSuccess: put })),
    cancel: useMutation(admin.doctor.cancel.mutationOptions({ onSuccess: put })),
    fix: useMutation(admin.doctor.fix.mutationOptions({ onSuccess: put })),
    /** Asked for anew each time: it tells of the run as it is now. */
    report: async (withNames: boolean) => {
      const { markdown } = await queries.fetchQuery({ ...admin.doctor.report.queryOptions({ withNames }), staleTime: 0, gcTime: 0 });
      return markdown;
    },
  };
}
