import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api } from '@/api/client';
import { Problem } from '@/api/problem';
import type { TariffDocument } from '@/features/parking/queries';
import type { Example } from '@/features/parking/tariffs/document';
import { instantOf } from '@/ui/moments';

const civil = (text: string) => text.replace(' ', 'T').slice(0, 16);

// What a stay would owe by a document that is still being written. Its own examples do not count: they may be what is wrong.
export function explainQuery(document: TariffDocument, { entered, left, class: vehicle }: Example) {
  const bare: TariffDocument = { ...document, examples: [] };
  const from = instantOf(civil(entered), document.zone);
  const to = instantOf(civil(left), document.zone);
  return queryOptions({
    queryKey: ['parking', 'explain', bare, from, to, vehicle],
    queryFn: ({ signal }) =>
      answered(
        api.POST('/v1/parking/tariffs/explain', {
          body: { document: bare, from: from ?? '', to: to ?? '', vehicle_class: vehicle ?? '' },
          signal,
        }),
      ),
    enabled: Boolean(from && to),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

// Faults of a document inside a question point into the question.
export function atRoot(problem: unknown): unknown {
  if (!(problem instanceof Problem)) return problem;
  const errors = problem.faults.map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/document(?=\/)/, '') }));
  return new Problem(problem.status, {
    detail: problem.message,
    code: problem.code,
    correlation_id: problem.correlationId,
    errors,
  });
}
