import { clockAhead } from '../reconcilers/testing/simulated-world.ts';
import { idOf, startTestEngine, type TestEngine, type TestEngineOptions } from './lab.ts';

/** A setting, two values of it, and what somebody sees with each: a different thing. */
export interface SettingEffect {
  values: readonly [string, string];
  /** What `look` answers with the first value and with the second. */
  seen: readonly [unknown, unknown];
  /** Does what the setting is about, in a small cloud of its own, where the value is set already, and answers with what came of it. */
  look(cloud: EffectCloud): Promise<unknown>;
}

/** The cloud of `buildCloud` in a folder of its own, with the setting at its value. */
export interface EffectCloud {
  lab: TestEngine;
  /** The value that is being looked at. */
  value: string;
  /** Changes another setting. */
  set(name: string, value: string): Promise<unknown>;
  /** One round of a reconciler. */
  round(name: string): Promise<void>;
  /** Puts the engine's clock ahead. */
  pass(seconds: number): void;
  /** The same folder in a new engine, which is then `lab`. */
  restart(options: TestEngineOptions): Promise<void>;
  close(): Promise<void>;
}

export async function effectCloud(
  directory: string,
  value: string,
  readsSetting: TestEngineOptions['readsSetting'],
): Promise<EffectCloud> {
  const open = (options: TestEngineOptions = {}) =>
    startTestEngine({ directory, keep: true, readsSetting, ...options });
  let lab = await open();
  let ahead: ReturnType<typeof clockAhead> | undefined;
  return {
    get lab() {
      return lab;
    },
    value,
    set: (name, wanted) => lab.call('updateConfiguration', { name, value: wanted }),
    round: (name) => lab.engine.internals.reconcilers.runOnce(name),
    pass(seconds) {
      ahead ??= clockAhead(lab);
      ahead(seconds);
    },
    async restart(options) {
      await lab.close();
      lab = await open(options);
      ahead = undefined;
    },
    close: () => lab.close(),
  };
}

/** `allowed`, or the code of the refusal, also of a job. */
export async function outcome(lab: TestEngine, name: string, input: unknown, caller = lab.engine.desktopCaller()) {
  try {
    const answer = (await lab.engine.call(caller, name, input)) as { jobid?: string };
    if (name.startsWith('getUpload') || answer.jobid === undefined) return 'allowed';
    const job = await lab.engine.internals.ctx.jobs.wait(answer.jobid);
    return job.state === 'succeeded' ? 'allowed' : job.error?.code;
  } catch (error) {
    return (error as { data?: { code?: string } }).data?.code ?? String(error);
  }
}

/** Where an instance of an offering could be placed now: the names of hosts, and the rules by which the others refuse. */
export async function placement(
  lab: TestEngine,
  wish: { cpunumber?: number; cpuspeed?: number; memory?: number; size?: number } = {},
): Promise<{ hosts: number; rules: string[] }> {
  const { size, ...offering } = wish;
  const made = await lab.call('createServiceOffering', {
    name: 'wished',
    cpunumber: 1,
    cpuspeed: 500,
    memory: 256,
    ...offering,
  });
  const answer = await lab.call('explainPlacement', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    serviceofferingid: made.id,
    templateid: await idOf(lab, 'listTemplates', 'template', 'template'),
    ...(size !== undefined && { diskofferingid: await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Custom'), size }),
  });
  return { hosts: answer.hostids.length, rules: [...new Set(answer.refusals.map((each) => each.rule))] };
}
