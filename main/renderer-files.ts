import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface RendererFile {
  body: Buffer<ArrayBuffer>;
  type: string;
  /** Value of cache-control: a name with a content hash never changes, anything else is asked for each time. */
  caching: string;
}

/** The types the build makes. Another file is served as bytes, which no browser runs under nosniff. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Vite's hashed names: `assets/index-B3fK0a_x.js`. */
const hashedName = /^\/assets\/.*-[\w-]{8}\.[a-z0-9]+$/;

/**
 * The built renderer, read into memory once: a request is a look-up in a table of known paths, so that no request can name
 * another file, and a build that happens meanwhile does not pull lazy parts away from an open page.
 */
export class RendererFiles {
  readonly #files: ReadonlyMap<string, RendererFile>;

  private constructor(files: ReadonlyMap<string, RendererFile>) {
    this.#files = files;
  }

  /** @param directory the build's output, with index.html. Rejects when it is not there. */
  static async read(directory: string): Promise<RendererFiles> {
    const names = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = new Map<string, RendererFile>();
    await Promise.all(
      names
        .filter((entry) => entry.isFile())
        .map(async (entry) => {
          const file = path.join(entry.parentPath, entry.name);
          const url = `/${path.relative(directory, file).split(path.sep).join('/')}`;
          files.set(url, {
            body: await readFile(file),
            type: types[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
            caching: hashedName.test(url) ? 'public, max-age=31536000, immutable' : 'no-cache',
          });
        }),
    );
    if (!files.has('/index.html')) throw new Error(`There is no index.html in ${directory}: build the renderer first.`);
    return new RendererFiles(files);
  }

  /** @param pathname a URL's path, still percent-encoded. `/` is the page itself. */
  find(pathname: string): RendererFile | undefined {
    let plain: string;
    try {
      plain = decodeURIComponent(pathname);
    } catch {
      return undefined;
    }
    return this.#files.get(plain === '/' ? '/index.html' : plain);
  }
}
