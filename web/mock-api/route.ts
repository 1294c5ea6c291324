// Answers of the mock API, of the same types as the server's: `on('get', '/v1/parking/zones', () => [zone()])`.
import { HttpResponse, type HttpHandler, type PathParams, http } from 'msw';
import type { HttpMethod, PathsWithMethod, SuccessResponseJSON } from 'openapi-typescript-helpers';
import type { Schemas } from '@/api/client';
import type { paths } from '@/api/schema';

type Answer<M extends HttpMethod, P extends PathsWithMethod<paths, M>> = SuccessResponseJSON<
  paths[P] extends Record<M, infer O extends object> ? O : never
>;

interface Asked {
  params: Record<string, string>;
  query: URLSearchParams;
  request: Request;
}

const methods = { get: http.get, post: http.post, put: http.put, patch: http.patch, delete: http.delete };

export function on<M extends keyof typeof methods, P extends PathsWithMethod<paths, M>>(
  method: M,
  path: P,
  answer: (asked: Asked) => Answer<M, P> | Response | Promise<Answer<M, P> | Response>,
  status = 200,
): HttpHandler {
  const pattern = `*${String(path).replaceAll('{', ':').replaceAll('}', '')}`;
  return methods[method](pattern, async ({ request, params }: { request: Request; params: PathParams }) => {
    const asked = { request, params: params as Record<string, string>, query: new URL(request.url).searchParams };
    const body = await answer(asked);
    return body instanceof Response ? body : HttpResponse.json(body as Record<string, unknown>, { status });
  });
}

export function refusal(status: number, code: string, more: Partial<Schemas['Problem']> = {}): Response {
  const document: Schemas['Problem'] = {
    type: `/problems/${code}`,
    title: code,
    status,
    detail: code,
    code,
    correlation_id: 'mock-1',
    ...more,
  };
  return HttpResponse.json(document, { status, headers: { 'Content-Type': 'application/problem+json' } });
}
