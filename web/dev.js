// npm run dev                                        the app against the mock API
// npm run dev -- --proxy http://127.0.0.1:8080       the app against a real server
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const { values } = parseArgs({ options: { proxy: { type: 'string' }, port: { type: 'string', default: '5173' } } });
const target = { target: values.proxy, ws: true };
const server = await createServer({
  mode: values.proxy ? 'development' : 'mock',
  server: {
    port: Number(values.port),
    proxy: values.proxy ? { '/v1': target, '/oauth': target, '/.well-known': target } : {},
  },
});
await server.listen();
server.printUrls();
