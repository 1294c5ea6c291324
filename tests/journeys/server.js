// The real server, started on a free port with a data folder of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = path.resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const BINARY = process.env.PATENTE_BINARY ?? path.join(ROOT, 'build/asan/patente');

// What the first server here measured of this processor. The others take it along: a sanitized one measures for seconds.
const MEASURED = path.join(ROOT, 'var/journeys/processor.json');
const copyIfThere = (from, to) => copyFile(from, to).catch((error) => assert.equal(error.code, 'ENOENT'));

export class Server {
  // `t`: the test that it ends with.
  static async started(t, { arguments: extra = [] } = {}) {
    const server = new Server(await mkdtemp(path.join(os.tmpdir(), 'patente-')), extra);
    t.after(() => server.gone());
    await copyIfThere(MEASURED, server.measured);
    await server.start();
    await mkdir(path.dirname(MEASURED), { recursive: true });
    await copyIfThere(server.measured, MEASURED);
    return server;
  }

  constructor(data, extra) {
    this.data = data;
    this.extra = extra;
    this.visitors = [];
    this.measured = path.join(data, 'processor.json');
  }

  async start() {
    this.process = spawn(BINARY, ['serve', '--data', this.data, '--port', '0', ...this.extra], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stderr.pipe(createWriteStream(path.join(this.data, 'server.log'), { flags: 'a' }));
    this.ended = once(this.process, 'exit');
    this.lines = [];
    for await (const line of createInterface(this.process.stdout)) {
      this.lines.push(line);
      const found = /^listening http=(\S+)/.exec(line);
      if (!found) continue;
      this.origin = `http://${found[1]}`;
      break;
    }
    if (!this.origin) throw new Error(`the server did not start:\n${await this.log()}`);
    this.process.stdout.resume();
    this.key = (await readFile(path.join(this.data, 'admin.key'), 'utf8')).trim();
  }

  log() {
    return readFile(path.join(this.data, 'server.log'), 'utf8');
  }

  // Asks it to end; gives the exit code, or the signal that killed it.
  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    const [code, killedBy] = await this.ended;
    return code ?? killedBy;
  }

  async restart() {
    await this.stop();
    this.origin = undefined;
    await this.start();
  }

  async gone() {
    await Promise.all(this.visitors.map((visitor) => visitor.close()));
    if (this.process.exitCode === null && this.process.signalCode === null) await this.stop('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }
}
