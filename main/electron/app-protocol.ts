import { securityHeaders } from '../content-security.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { isOurPage, packagedOrigin } from './page-origin.ts';

/** Answers a request for `app://benchtop/…` from the built renderer, with the same policy as the web shell's. */
export function answerPageRequest(files: RendererFiles, request: { url: string; method: string }): Response {
  const file = isOurPage(request.url, packagedOrigin) ? files.find(new URL(request.url).pathname || '/') : undefined;
  if (!file || request.method !== 'GET') {
    return new Response('Not found', { status: 404, headers: { ...securityHeaders, 'content-type': 'text/plain' } });
  }
  return new Response(file.body, {
    headers: { ...securityHeaders, 'content-type': file.type, 'cache-control': file.caching },
  });
}
