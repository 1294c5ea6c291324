// A form over a document: what is typed, what was refused, and that it was kept.
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/problem';

interface EditFormProps<T> {
  stored: T;
  fields: string[];
  isComplete: (value: T) => boolean;
  onSave: (value: T) => Promise<unknown>;
  children: (value: T, set: (change: Partial<T>) => void, problem: unknown) => ReactNode;
}

export function EditForm<T extends object>({ stored, fields, isComplete, onSave, children }: EditFormProps<T>) {
  const { t } = useTranslation('discounts');
  const [value, setValue] = useState(stored);
  const [problem, setProblem] = useState<unknown>(null);
  const [state, setState] = useState<'still' | 'saving' | 'saved'>('still');
  const set = (change: Partial<T>) => {
    setValue((before) => ({ ...before, ...change }));
    setState('still');
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setState('saving');
    setProblem(null);
    try {
      await onSave(value);
      setState('saved');
    } catch (failure) {
      setProblem(failure);
      setState('still');
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack sx={{ gap: 2, maxWidth: 760 }}>
        {children(value, set, problem)}
        <ProblemAlert problem={problem} fields={fields} />
        {state === 'saved' && (
          <Alert severity="success" role="status">
            {t('saved')}
          </Alert>
        )}
        <Button
          type="submit"
          variant="contained"
          size="large"
          loading={state === 'saving'}
          disabled={!isComplete(value)}
          sx={{ alignSelf: 'flex-start' }}
        >
          {t('ui:save')}
        </Button>
      </Stack>
    </form>
  );
}
