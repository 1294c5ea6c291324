import { useTranslation } from 'react-i18next';
import type { Entry } from '@/features/audit/queries';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

// What an act was about, in words: "foto 01a2…", or with the end of its id, which tells it from the others of its time.
export function useSubject() {
  const { t } = useTranslation('audit');
  return ({ subject }: Entry, brief = false): string => {
    if (!subject) return '—';
    const { kind, id } = subject;
    return `${t(`kind.${kind}`, kind)} ${brief && UUID.test(id) ? `…${id.slice(-6)}` : id}`.trim();
  };
}
