import fs from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** One answered request: bytes as sent (gzip level 9 where that is smaller), and when it came, in milliseconds after the server's start. */
export type Served = {url: string; status: number; bytes: number; plainBytes: number; at: number};

/** What a test puts in a file's place: a body, a status, headers. */
export type Override = (request: http.IncomingMessage, response: http.ServerResponse) => boolean;

export type Server = {url: string; log: Served[]; close(): Promise<void>};

export type ServeOptions = {
  /** Pages made by the caller: path to HTML. */
  pages?: Record<string, string>;
  /** Answers some requests itself; returns whether it did. */
  override?: Override;
  /** Holds each answer back, so that requests arrive in waves as deep as their chain. */
  delay?: number;
  headers?: Record<string, string>;
};

/** Serves a folder on the loopback as a CDN would: gzip, and CORS open. Bytes are counted here, since a page's own counters miss what its worker fetches. */
export async function serve(folder: string, {pages = {}, override, delay = 0, headers = {}}: ServeOptions = {}): Promise<Server> {
  const log: Served[] = [];
  const started = performance.now();
  const server = http.createServer((request, response) => {
    const at = performance.now() - started;
    const url = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    for (const [name, value] of Object.entries({'access-control-allow-origin': '*', ...headers})) response.setHeader(name, value);
    setTimeout(() => {
      if (override?.(request, response)) {
        log.push({url, status: response.statusCode, bytes: 0, plainBytes: 0, at});
        return;
      }
      const body = pages[url] ? Buffer.from(pages[url]) : readFile(folder, url);
      if (!body) {
        response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
        log.push({url, status: response.statusCode, bytes: 0, plainBytes: 0, at});
        return;
      }
      const packed = zlib.gzipSync(body, {level: 9});
      const smaller = packed.length < body.length;
      response.setHeader('content-type', TYPES[pages[url] ? '.html' : path.extname(url)] ?? 'application/octet-stream');
      if (smaller) response.setHeader('content-encoding', 'gzip');
      response.end(smaller ? packed : body);
      log.push({url, status: 200, bytes: smaller ? packed.length : body.length, plainBytes: body.length, at});
    }, delay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function readFile(folder: string, url: string): Buffer | null {
  const file = path.join(folder, path.normalize(url));
  return file.startsWith(folder) && fs.statSync(file, {throwIfNoEntry: false})?.isFile() ? fs.readFileSync(file) : null;
}
