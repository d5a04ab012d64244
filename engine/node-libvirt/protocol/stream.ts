/** Procedures that open a byte stream with the serial of their call. */
import { optional, string, uhyper, uint } from '../xdr.ts';
import { domain, storageVolume } from './objects.ts';
import { streamProcedure } from './procedure.ts';

export const streamProcedures = {
  domainScreenshot: streamProcedure(
    211,
    { dom: domain, screen: uint, flags: uint },
    { mime: optional(string) },
    'read',
  ),
  domainOpenConsole: streamProcedure(201, { dom: domain, devName: optional(string), flags: uint }, {}, 'both'),
  storageVolUpload: streamProcedure(
    208,
    { vol: storageVolume, offset: uhyper, length: uhyper, flags: uint },
    {},
    'write',
  ),
  storageVolDownload: streamProcedure(
    209,
    { vol: storageVolume, offset: uhyper, length: uhyper, flags: uint },
    {},
    'read',
  ),
};
