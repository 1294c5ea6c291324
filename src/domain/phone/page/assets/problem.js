// What went wrong, said to a person: the server's own words, or that it could not be reached.
import { Problem, Unreachable } from './api.js';
import { element, notice } from './dom.js';
import { t } from './i18n.js';

const ADVICE = { 401: 'problem.401', 403: 'problem.403' };

export function problemText(problem) {
  if (problem instanceof Unreachable) return t('problem.unreachable');
  if (!(problem instanceof Problem)) throw problem;
  return problem.message;
}

// The problem with its advice, its bad fields and the number to quote when asking for help.
export function problemNotice(problem) {
  const faults = (problem.errors ?? []).map(({ pointer, detail }) => element('li', {}, `${pointer.replace(/^\//, '')}: ${detail}`));
  const advice = ADVICE[problem.status];
  return notice('bad',
    element('p', {}, problemText(problem)),
    faults.length > 0 && element('ul', {}, ...faults),
    advice && element('p', {}, t(advice)),
    problem.correlationId && element('small', {}, t('problem.reference', { id: problem.correlationId })));
}
