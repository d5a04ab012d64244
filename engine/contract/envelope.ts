import { type CommandName, contract, type Output } from './contract.ts';
import { type ErrorData, errorCodes } from './errors.ts';

/** What is put on the wire: the root's name and what is in it. */
export interface Envelope {
  status: number;
  name: string;
  body: Record<string, unknown>;
}

/** Names of answers that are not the command's own and that clients look for. */
const irregularNames: Readonly<Record<string, string>> = {
  restoreVirtualMachine: 'restorevmresponse',
  resetSSHKeyForVirtualMachine: 'resetSSHKeyforvirtualmachineresponse',
  updateVMAffinityGroup: 'updatevirtualmachineresponse',
  addIpToNic: 'addiptovmnicresponse',
  enableStorageMaintenance: 'prepareprimarystorageformaintenanceresponse',
  cancelStorageMaintenance: 'cancelprimarystoragemaintenanceresponse',
  getUploadParamsForTemplate: 'postuploadtemplateresponse',
  getUploadParamsForIso: 'postuploadisoresponse',
  getUploadParamsForVolume: 'postuploadvolumeresponse',
  activateProject: 'activaterojectresponse',
  updateNetworkACLItem: 'createnetworkaclresponse',
  checkVolume: 'checkandrepairvolumeresponse',
  listPortableIpRanges: 'listportableipresponse',
  listCounters: 'counterresponse',
  createCondition: 'conditionresponse',
  createAutoScalePolicy: 'autoscalepolicyresponse',
  createAutoScaleVmGroup: 'autoscalevmgroupresponse',
  createAutoScaleVmProfile: 'autoscalevmprofileresponse',
  listInternalLoadBalancerVMs: 'listinternallbvmsresponse',
};
/** Commands that make one thing and answer with a list of it. */
const answersAsList: ReadonlySet<string> = new Set(['addCluster', 'addHost', 'registerTemplate', 'registerIso']);
/** Objects that stand in the envelope without a name of their own. */
const answersFlat: ReadonlySet<string> = new Set(['queryAsyncJobResult']);

/** `listzonesresponse`; `errorresponse` for what cannot be a command's name. */
export function responseName(command: string | undefined): string {
  if (command === undefined || !/^[a-z][a-z0-9]{0,99}$/i.test(command)) return 'errorresponse';
  return Object.hasOwn(irregularNames, command)
    ? (irregularNames[command] as string)
    : `${command.toLowerCase()}response`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object under its name; what only says that it was done stands by itself. */
function named(command: CommandName, value: unknown): Record<string, unknown> {
  if (!isObject(value)) return {};
  const saysDone = typeof value.success === 'boolean' && !('id' in value);
  return saysDone || answersFlat.has(command) ? value : { [contract[command].object]: value };
}

/** A command's answer. An empty list is an empty envelope, a page past the end has the count alone: CloudStack's clients rely on both. */
export function envelope(command: CommandName, answer: unknown): Envelope {
  const whole = (body: Record<string, unknown>) => ({ status: 200, name: responseName(command), body });
  const spec = contract[command];
  if (!isObject(answer)) return whole({});
  if ('row' in spec) {
    const rows = answer[spec.object] as unknown[];
    if (answer.count === 0) return whole({});
    if (rows.length === 0) return whole({ count: answer.count });
    return whole({ count: answer.count, [spec.object]: command === 'listAsyncJobs' ? rows.map(wireJob) : rows });
  }
  if (command === 'queryAsyncJobResult') return whole(wireJob(answer));
  // A job's id, and the id of what it makes.
  if (spec.kind === 'job') return whole(answer);
  if (answersAsList.has(command)) return whole({ count: 1, [spec.object]: [answer] });
  return whole(named(command, answer));
}

/** A job as CloudStack tells it: the result under the name of what it is, a failure as code and text alone. */
function wireJob(given: unknown): Record<string, unknown> {
  const job = given as Output<'queryAsyncJobResult'>;
  if (job.jobresult === undefined) return { ...job };
  if (job.jobstatus === 1 && Object.hasOwn(contract, job.cmd))
    return { ...job, jobresult: named(job.cmd as CommandName, job.jobresult) };
  const { errorcode, errortext, hint } = job.jobresult as { errorcode?: number; errortext?: string; hint?: string };
  if (errorcode === undefined) return { ...job };
  return { ...job, jobresult: { errorcode, errortext: inOneText(errortext ?? '', hint) } };
}

/** CloudStack's errors are one text; what to do stands after what happened. */
const inOneText = (message: string, hint: string | undefined): string =>
  hint === undefined ? message : `${message}${/[.!?:;]$/.test(message) ? '' : '.'} ${hint}`;

/** CloudStack's second code, which tells a wrong parameter from all else. */
const csErrorCode = (status: number): number => (status === 431 ? 4350 : 9999);
/** What only an administrator is told the reason of. */
const forAdministrators: ReadonlySet<number> = new Set([530, 533, 534]);

/** An error as the envelope of the command that was asked for, or of none. */
export function errorEnvelope(error: ErrorData, command: string | undefined, caller?: { role: string }): Envelope {
  const status = errorCodes[error.code];
  const hidden = forAdministrators.has(status) && caller !== undefined && caller.role !== 'Admin';
  const text = hidden
    ? 'Internal error executing command, please contact your system administrator'
    : inOneText(wording(error, command), error.hint);
  // A command that is not there, or not for this role, has no envelope of its own.
  const name = error.code === 'unsupportedCommand' ? 'errorresponse' : responseName(command);
  return {
    status,
    name,
    body: { uuidList: [], errorcode: status, cserrorcode: csErrorCode(status), errortext: text },
  };
}

/** CloudStack's words where an id is none: clients read them. */
function wording(error: ErrorData, command: string | undefined): string {
  const { message, field } = error;
  if (error.code !== 'parameter' || field === undefined) return message;
  const prefix = `Unable to execute API command ${command} due to invalid value. `;
  if (message.startsWith('Invalid parameter ')) return prefix + message;
  if (message !== `${field}: not a UUID.`) return message;
  return `${prefix}Invalid parameter ${field} due to incorrect long value format, or entity does not exist.`;
}
