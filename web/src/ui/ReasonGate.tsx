// Asks why one looks at personal data, when the server wants to know; nothing before.
import { Suspense, lazy, useEffect, useState } from 'react';
import { answerReasonsWith } from '@/api/reason';

const ReasonDialog = lazy(() => import('@/ui/ReasonDialog'));

type Answer = (reason: string | null) => void;

export function ReasonGate() {
  const [pending, setPending] = useState<{ answer: Answer } | null>(null);
  useEffect(() => answerReasonsWith(() => new Promise((answer) => setPending({ answer }))), []);
  if (!pending) return null;
  const answer: Answer = (reason) => {
    pending.answer(reason);
    setPending(null);
  };
  return (
    <Suspense>
      <ReasonDialog onAnswer={answer} />
    </Suspense>
  );
}
