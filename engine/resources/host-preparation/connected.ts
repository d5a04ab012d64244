import type { Ctx } from '../../context.ts';
import type { Phrase } from '../../contract/phrase.ts';
import type { StepTools } from '../../jobs/saga.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostPreparationRow } from '../../store/rows.ts';
import { credentialsOf } from './host-preparation.ts';

const open = (ctx: Ctx, row: HostPreparationRow): Promise<SshConnection> =>
  ctx.access.open(
    {
      id: row.id,
      address: row.address,
      port: row.port,
      username: row.username,
      hostKeyFingerprint: row.hostKeyFingerprint,
    },
    credentialsOf(ctx, row.id),
  );

/** Work on the host with a connection of its own, closed afterwards whatever happens. */
export async function connected<T>(
  ctx: Ctx,
  row: HostPreparationRow,
  work: (connection: SshConnection) => Promise<{ value: T; connection: SshConnection }>,
): Promise<T> {
  let connection = await open(ctx, row);
  try {
    const outcome = await work(connection);
    connection = outcome.connection;
    return outcome.value;
  } finally {
    connection.close();
  }
}

/** How work on a host reports and is stopped; its units there have the same names in every call of one job. */
export const workOn = (ctx: Ctx, row: HostPreparationRow, tools: StepTools) => ({
  log: (line: string | Phrase) => tools.log(line),
  progress: (percent: number | undefined, said: Phrase) => tools.progress(percent, said),
  signal: tools.signal,
  unitPrefix: `benchtop-${row.id.slice(0, 8)}`,
  reconnect: () => open(ctx, row),
});
