/** Snapshots, checkpoints and backups of a domain. */
import { int, list, optional, string, uint } from '../xdr.ts';
import { checkpoint, domain, LIST_LIMIT, snapshot } from './objects.ts';
import { procedure } from './procedure.ts';

export const snapshotProcedures = {
  domainSnapshotCreateXml: procedure(185, { dom: domain, xmlDesc: string, flags: uint }, { snap: snapshot }),
  domainListAllSnapshots: procedure(
    274,
    { dom: domain, needResults: int, flags: uint },
    { snapshots: list(snapshot, LIST_LIMIT), ret: int },
  ),
  domainSnapshotLookupByName: procedure(189, { dom: domain, name: string, flags: uint }, { snap: snapshot }),
  domainSnapshotGetXmlDesc: procedure(186, { snap: snapshot, flags: uint }, { xml: string }),
  domainRevertToSnapshot: procedure(192, { snap: snapshot, flags: uint }, {}),
  domainSnapshotDelete: procedure(193, { snap: snapshot, flags: uint }, {}),
  domainCheckpointCreateXml: procedure(411, { dom: domain, xmlDesc: string, flags: uint }, { checkpoint }),
  domainCheckpointLookupByName: procedure(415, { dom: domain, name: string, flags: uint }, { checkpoint }),
  domainCheckpointDelete: procedure(417, { checkpoint, flags: uint }, {}),
  domainBackupBegin: procedure(
    421,
    { dom: domain, backupXml: string, checkpointXml: optional(string), flags: uint },
    {},
  ),
};
