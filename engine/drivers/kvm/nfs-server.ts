import type { BenchtopError } from '../../contract/errors.ts';
import { hostText, lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import { type MountAttempt, mountFailure, type ServerAnswers } from '../mount-failure.ts';

/** Ports that an NFS server is reached by: rpcbind's, and NFS's own. */
const ports = [111, 2049];

/**
 * Asks a server, from the host, what rpcbind and its mount service say about it; each question with a limit of its own. Parameter: the
 * server. rpcinfo and showmount come with the NFS client's packages; where one is missing its section stays empty.
 */
const askScript = `server=$1
for port in ${ports.join(' ')}; do
  said=$(LC_ALL=C timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$server" "$port" 2>&1)
  echo "port $port $? $(printf %s "$said" | tr '\\n' ' ' | tail -c 200)"
done
if said=$(LC_ALL=C timeout 8 rpcinfo -p "$server" 2>/dev/null); then
  echo programs
  printf '%s\\n' "$said" | head -n 100
fi
if said=$(LC_ALL=C timeout 12 showmount --no-headers -e "$server" 2>/dev/null); then
  echo exports
  printf '%s\\n' "$said" | head -n 200
fi
exit 0`;

/** What the script printed, as data; whatever has another shape is left out. */
export function parseAnswers(text: string): ServerAnswers {
  const found: Record<number, ServerAnswers['ports'][number]> = {};
  let programs: string[] | undefined;
  let exports: { path: string; clients: string[] }[] | undefined;
  let part = '';
  for (const line of text.split('\n', 500)) {
    const port = /^port (\d{1,5}) (\d{1,3}) (.*)$/.exec(line);
    if (port !== null && part === '') {
      const [, number, status, said] = port;
      found[Number(number)] =
        status === '0'
          ? 'open'
          : /refused/i.test(said!)
            ? 'refused'
            : /No route|unreachable/i.test(said!)
              ? 'noRoute'
              : 'silent';
    } else if (line === 'programs' || line === 'exports') {
      part = line;
      if (line === 'programs') programs = [];
      else exports = [];
    } else if (part === 'programs') {
      const name = /^\s*\d{1,10}\s+\d{1,5}\s+(?:tcp|udp)6?\s+\d{1,5}\s+(\w{1,40})\s*$/.exec(line)?.[1];
      if (name !== undefined && !programs?.includes(name)) programs?.push(name);
    } else if (part === 'exports') {
      const entry = /^(\/\S{0,300})\s+(\S{1,2000})\s*$/.exec(line);
      if (entry !== null)
        exports?.push({
          path: hostText(entry[1]!),
          clients: entry[2]!
            .split(',')
            .slice(0, 50)
            .map((client) => hostText(client, 100)),
        });
    }
  }
  return {
    ports: found,
    ...(programs === undefined ? {} : { programs }),
    ...(exports === undefined ? {} : { exports }),
  };
}

/** Why a mount failed: its own words, judged by what the server answers when it is asked. */
export async function explainMount(ssh: SshConnection, attempt: MountAttempt, said: string): Promise<BenchtopError> {
  const asked = await ssh
    .exec(['sh', '-c', askScript, 'sh', attempt.server], { deadline: 45_000 })
    .catch(() => undefined);
  return mountFailure(attempt, lastWords(said), asked === undefined ? undefined : parseAnswers(asked.stdout));
}
