import { readViewerRequest, type ViewerRequest } from '../contract/console.ts';
import { say } from '../contract/phrase.ts';
import { ProtocolError } from './byte-reader.ts';

/** What a page asks beside its bytes. Throws `ProtocolError` for anything else. */
export function viewerRequestOf(text: string): ViewerRequest {
  const request = readViewerRequest(text);
  if (request === undefined) throw new ProtocolError(say`The viewer asked for something that a console does not know.`);
  return request;
}
