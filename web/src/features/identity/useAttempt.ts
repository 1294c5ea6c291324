import { type FormEvent, useState } from 'react';

// A form that is sent: what was refused, and whether an answer is awaited.
export function useAttempt(act: () => Promise<void>) {
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRunning(true);
    setProblem(null);
    try {
      await act();
    } catch (refusal) {
      setProblem(refusal);
    } finally {
      setRunning(false);
    }
  };
  return { problem, running, onSubmit: (event: FormEvent) => void submit(event) };
}
