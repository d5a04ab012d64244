import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type {
  HostTarget,
  ImageFacts,
  ImageStoreSpec,
  LongWork,
  PoolSpec,
  TemplateCopy,
  TemplateSpec,
} from '../driver.ts';
import type { ImageCopySpec } from '../image-copy.ts';
import { downloadFailure, imageSize } from './practice-names.ts';
import type { Session } from './session.ts';
import { baseOn, checkRoom, idleVolume, putBase, putTemplate, type Seen, templateOn } from './storage.ts';

/** How long a download takes in the world, in milliseconds, whatever its size; and the copy of a template to a pool. */
const downloadTime = 2000;
const copyTime = 1000;

interface UnitPlan {
  takes: number;
  /** Told every tenth of the way; throws what stops the work. */
  check(seen: Seen, share: number): void;
  /** True when another call that followed the same unit has finished it. */
  done(seen: Seen): boolean;
  /** The effect, in the transaction that also ends the unit. */
  finish(seen: Seen): void;
  said(share: number): Phrase;
}

/**
 * Follows a unit of the host from wherever it is: the unit's start stands in the world, so that it goes on while the app is closed,
 * and a repeated call attaches to it. A cut connection leaves it running; a cancelled call stops it.
 */
async function follow(session: Session, target: HostTarget, work: LongWork, plan: UnitPlan): Promise<void> {
  const { world, clock } = session;
  const first = session.look(target, 'ssh');
  const stop = () => {
    session.commit(() => world.run('DELETE FROM work WHERE unit = ? AND host_key = ?', work.unit, first.row.key));
  };
  const begun = () =>
    world.get<{ started_at: number }>(
      'SELECT started_at FROM work WHERE unit = ? AND host_key = ?',
      work.unit,
      first.row.key,
    );
  const attached = begun();
  if (attached === undefined) {
    world.run('INSERT INTO work (unit, host_key, started_at) VALUES (?, ?, ?)', work.unit, first.row.key, clock.now());
    work.log(say`${work.unit} started on ${target.name}`);
  } else work.log(say`${work.unit} is there already on ${target.name}; attached to it`);

  for (;;) {
    const seen = session.look(target, 'ssh');
    const unit = begun();
    if (unit === undefined) {
      if (plan.done(seen)) return;
      throw fail('resourceUnavailable', say`The work on ${target.name} ended before it was done.`, {
        hint: say`The host was restarted, or someone stopped it. Try again; it begins anew.`,
      });
    }
    const share = Math.min(1, Math.max(0, (clock.now() - unit.started_at) / plan.takes));
    try {
      plan.check(seen, share);
    } catch (thrown) {
      stop();
      throw thrown;
    }
    work.progress(Math.floor(share * 100), plan.said(share));
    if (share === 1) {
      session.commit(() => {
        plan.finish(seen);
        world.run('DELETE FROM work WHERE unit = ? AND host_key = ?', work.unit, seen.row.key);
      });
      return;
    }
    const next = unit.started_at + plan.takes * Math.min(1, (Math.floor(share * 10) + 1) / 10);
    try {
      // A nudge past the tenth, so that rounding cannot make the same tenth twice.
      await clock.until(Math.max(next, clock.now() + 1), work.signal);
    } catch (thrown) {
      if (work.signal.aborted) stop();
      throw thrown;
    }
  }
}

/** Downloads a simulated image; its sizes follow from words in the URL, its checksum is the expected one or made from the URL. */
export async function ensureTemplate(
  session: Session,
  target: HostTarget,
  store: ImageStoreSpec,
  template: TemplateSpec,
  work: LongWork,
): Promise<ImageFacts> {
  const found = await session.operate('ensureTemplate', target, {
    need: 'ssh',
    takes: 10,
    effect: (seen) => templateOn(session.world, seen, store, template.id),
  });
  if (found !== undefined) return found;
  const made = imageSize(template.url);
  const size = template.format === 'ISO' ? { ...made, virtualSize: made.physicalSize } : made;
  const facts: ImageFacts = {
    format: template.format,
    ...size,
    checksum: template.checksum?.hex ?? createHash('sha256').update(template.url).digest('hex'),
  };
  if (Math.max(size.physicalSize, size.virtualSize) > template.maximumSize)
    throw fail('resourceUnavailable', say`The template is larger than templates may be.`, {
      hint: say`Raise the setting for the largest template, or use a smaller image.`,
    });
  const megabytes = Math.round(size.physicalSize / 1024 ** 2);
  await follow(session, target, work, {
    takes: downloadTime,
    said: (share) => say`Downloaded ${Math.round(megabytes * share)} of ${megabytes} MiB`,
    check(seen, share) {
      checkRoom(session.world, seen, store, size.physicalSize * share);
      if (share >= 0.4 && seen.faults.some((fault) => fault.name === 'download-fails'))
        throw fail(
          'resourceUnavailable',
          say`The download from ${sourceOf(template.url)} failed on ${target.name}: the connection broke.`,
          {
            hint: say`Check that the host reaches the server, then register the template again.`,
          },
        );
      const refused = share === 1 ? downloadFailure(template.url) : undefined;
      if (refused !== undefined) throw refused;
    },
    done: (seen) => templateOn(session.world, seen, store, template.id) !== undefined,
    finish: (seen) => putTemplate(session.world, seen, store, template.id, facts),
  });
  return facts;
}

export async function ensureTemplateOnPool(
  session: Session,
  target: HostTarget,
  store: ImageStoreSpec,
  pool: PoolSpec,
  template: TemplateCopy,
  work: LongWork,
): Promise<void> {
  const there = await session.operate('ensureTemplateOnPool', target, {
    need: 'ssh',
    takes: 10,
    effect: (seen) => {
      if (baseOn(session.world, seen, pool, template.id)) return true;
      if (templateOn(session.world, seen, store, template.id) !== undefined) return false;
      throw fail('resourceUnavailable', say`The template is not in its image store.`, {
        hint: say`Delete the template and register it again.`,
      });
    },
  });
  if (there) return;
  await follow(session, target, work, {
    takes: copyTime,
    said: (share) => say`Copied ${Math.round(share * 100)} % to the pool`,
    check: (seen) => checkRoom(session.world, seen, pool, 0),
    done: (seen) => baseOn(session.world, seen, pool, template.id),
    finish: (seen) => putBase(session.world, seen, store, pool, template),
  });
}

/** A volume and its base in one image; what it takes is what both took. */
export async function ensureTemplateFromVolume(
  session: Session,
  target: HostTarget,
  pool: PoolSpec,
  volumeId: string,
  store: ImageStoreSpec,
  templateId: string,
  work: LongWork,
): Promise<ImageFacts> {
  const { world } = session;
  const first = await session.operate('ensureTemplateFromVolume', target, {
    need: 'ssh',
    takes: 10,
    effect: (seen) => ({
      known: templateOn(world, seen, store, templateId),
      volume: templateOn(world, seen, store, templateId) ? undefined : idleVolume(world, seen, pool, volumeId),
    }),
  });
  if (first.known !== undefined || first.volume === undefined) return first.known as ImageFacts;
  const facts: ImageFacts = {
    format: 'QCOW2',
    virtualSize: first.volume.size,
    physicalSize: first.volume.taken,
    checksum: createHash('sha256').update(volumeId).digest('hex'),
  };
  await follow(session, target, work, {
    takes: copyTime,
    said: (share) => say`Copied ${Math.round(share * 100)} % to secondary storage`,
    check: (seen, share) => checkRoom(world, seen, store, facts.physicalSize * share),
    done: (seen) => templateOn(world, seen, store, templateId) !== undefined,
    finish: (seen) => putTemplate(world, seen, store, templateId, facts),
  });
  return facts;
}

export async function ensureImageCopy(
  session: Session,
  target: HostTarget,
  image: ImageCopySpec,
  work: LongWork,
): Promise<ImageFacts> {
  const { world } = session;
  const { from, to } = image;
  const first = await session.operate('ensureImageCopy', target, {
    need: 'ssh',
    takes: 10,
    effect: (seen) => {
      const known = templateOn(world, seen, to, image.id);
      return { known, source: known ?? templateOn(world, seen, from, image.fromId) };
    },
  });
  if (first.known !== undefined) return first.known;
  const { source } = first;
  if (source === undefined)
    throw fail('resourceUnavailable', say`The template is not in its image store.`, {
      hint: say`Delete the template and register it again.`,
    });
  await follow(session, target, work, {
    takes: copyTime,
    said: (share) => say`Copied ${Math.round(share * 100)} % to secondary storage`,
    check: (seen, share) => checkRoom(world, seen, to, source.physicalSize * share),
    done: (seen) => templateOn(world, seen, to, image.id) !== undefined,
    finish: (seen) => putTemplate(world, seen, to, image.id, source),
  });
  return source;
}

/** The server in a URL, or as much of the text as fits a sentence. */
function sourceOf(url: string): string {
  return (URL.canParse(url) ? new URL(url).host : url).slice(0, 100);
}
