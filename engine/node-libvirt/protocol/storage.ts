/** Storage pools and their volumes. */
import { int, list, string, uhyper, uint, uuid } from '../xdr.ts';
import { LIST_LIMIT, storagePool, storageVolume } from './objects.ts';
import { procedure } from './procedure.ts';

export const storageProcedures = {
  connectListAllStoragePools: procedure(
    281,
    { needResults: int, flags: uint },
    { pools: list(storagePool, LIST_LIMIT), ret: uint },
  ),
  storagePoolLookupByName: procedure(84, { name: string }, { pool: storagePool }),
  storagePoolLookupByUuid: procedure(85, { uuid }, { pool: storagePool }),
  storagePoolDefineXml: procedure(77, { xml: string, flags: uint }, { pool: storagePool }),
  storagePoolCreateXml: procedure(76, { xml: string, flags: uint }, { pool: storagePool }),
  storagePoolCreate: procedure(78, { pool: storagePool, flags: uint }, {}),
  storagePoolBuild: procedure(79, { pool: storagePool, flags: uint }, {}),
  storagePoolDestroy: procedure(80, { pool: storagePool }, {}),
  storagePoolDelete: procedure(81, { pool: storagePool, flags: uint }, {}),
  storagePoolUndefine: procedure(82, { pool: storagePool }, {}),
  storagePoolRefresh: procedure(83, { pool: storagePool, flags: uint }, {}),
  storagePoolGetInfo: procedure(
    87,
    { pool: storagePool },
    { state: int, capacity: uhyper, allocation: uhyper, available: uhyper },
  ),
  storagePoolGetXmlDesc: procedure(88, { pool: storagePool, flags: uint }, { xml: string }),
  storagePoolSetAutostart: procedure(90, { pool: storagePool, autostart: int }, {}),
  storagePoolListAllVolumes: procedure(
    282,
    { pool: storagePool, needResults: int, flags: uint },
    { vols: list(storageVolume, LIST_LIMIT), ret: uint },
  ),
  storageVolCreateXml: procedure(93, { pool: storagePool, xml: string, flags: uint }, { vol: storageVolume }),
  storageVolCreateXmlFrom: procedure(
    125,
    { pool: storagePool, xml: string, clonevol: storageVolume, flags: uint },
    { vol: storageVolume },
  ),
  storageVolDelete: procedure(94, { vol: storageVolume, flags: uint }, {}),
  storageVolLookupByName: procedure(95, { pool: storagePool, name: string }, { vol: storageVolume }),
  storageVolLookupByPath: procedure(97, { path: string }, { vol: storageVolume }),
  storageVolGetInfoFlags: procedure(
    378,
    { vol: storageVolume, flags: uint },
    { type: int, capacity: uhyper, allocation: uhyper },
  ),
  storageVolGetXmlDesc: procedure(99, { vol: storageVolume, flags: uint }, { xml: string }),
  storageVolGetPath: procedure(100, { vol: storageVolume }, { name: string }),
  storageVolResize: procedure(260, { vol: storageVolume, capacity: uhyper, flags: uint }, {}),
};
