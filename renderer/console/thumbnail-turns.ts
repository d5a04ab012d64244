import { call, toApiError } from '../api/client.ts';

/** A screen's picture, or why there is none now. */
export type ThumbnailNews = { image: string } | { trouble: string };

interface Wanted {
  tell: (news: ThumbnailNews) => void;
  /** Milliseconds of the page's clock before which it is not asked for again. */
  due: number;
  asking: boolean;
}

/** Pictures that are asked for at the same time, however many are on the page. */
const atOnce = 2;
/** Milliseconds between two pictures of one screen, and after one that failed. */
const pause = 4000;
const pauseAfterTrouble = 15_000;

const wanted = new Map<string, Wanted>();
let asking = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps the picture of a VM's screen fresh, by turns with all others that are wanted, until the returned function is called. */
export function followThumbnail(vmId: string, tell: Wanted['tell']): () => void {
  const entry: Wanted = { tell, due: 0, asking: false };
  wanted.set(vmId, entry);
  turn();
  return () => {
    if (wanted.get(vmId) === entry) wanted.delete(vmId);
  };
}

/** Asks for what is due, the longest waiting first; a page that nobody sees asks for nothing. */
function turn(): void {
  clearTimeout(timer);
  if (document.hidden) return;
  const now = performance.now();
  const waiting = [...wanted].filter(([, entry]) => !entry.asking).sort(([, a], [, b]) => a.due - b.due);
  for (const [vmId, entry] of waiting) {
    if (asking >= atOnce) return;
    if (entry.due > now) {
      timer = setTimeout(turn, entry.due - now);
      return;
    }
    void ask(vmId, entry);
  }
}

async function ask(vmId: string, entry: Wanted): Promise<void> {
  asking += 1;
  entry.asking = true;
  const news = await call('getVirtualMachineThumbnail', { virtualmachineid: vmId }).then(
    ({ image }) => ({ image }),
    (thrown: unknown) => ({ trouble: toApiError(thrown).message }),
  );
  asking -= 1;
  entry.asking = false;
  entry.due = performance.now() + ('image' in news ? pause : pauseAfterTrouble);
  if (wanted.get(vmId) === entry) entry.tell(news);
  turn();
}

document.addEventListener('visibilitychange', turn);
