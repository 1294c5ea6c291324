// What went wrong, said to a person: the server's own words, the fields it named, and the number to quote when asking for help.
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { type Fault, Problem, Unreachable } from '@/api/problem';
import { EmptyState } from '@/ui/EmptyState';

export function useProblemText(): (problem: unknown) => string {
  const { t } = useTranslation('ui');
  return (problem) => {
    if (problem instanceof Unreachable) return t('problem.unreachable');
    if (!(problem instanceof Problem)) return t('problem.unexpected');
    return problem.status === 403 && problem.code === 'permission-missing' ? t('problem.forbidden') : problem.message;
  };
}

function Reference({ problem }: { problem: unknown }) {
  const { t } = useTranslation('ui');
  if (!(problem instanceof Problem) || !problem.correlationId) return null;
  return (
    <Typography variant="caption" component="p" sx={{ mt: 0.5 }}>
      {t('problem.reference', { id: problem.correlationId })}
    </Typography>
  );
}

const faultsIn = (problem: unknown): Fault[] => (problem instanceof Problem ? problem.faults : []);

// What belongs to a field of a form: `<TextField {...faultOf(problem, '/name')} />`.
export function faultOf(problem: unknown, pointer: string): { error?: true; helperText?: string } {
  const found = faultsIn(problem).filter(
    (fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`),
  );
  return found.length ? { error: true, helperText: found.map((fault) => fault.detail).join(' ') } : {};
}

interface ProblemAlertProps {
  problem: unknown; // null or undefined: nothing is wrong, nothing is shown
  fields?: string[]; // pointers that the form shows at its fields
  onRetry?: () => void;
}

export function ProblemAlert({ problem, fields = [], onRetry }: ProblemAlertProps) {
  const { t } = useTranslation('ui');
  const text = useProblemText();
  if (!problem) return null;
  const isShown = ({ pointer }: Fault) => fields.some((field) => pointer === field || pointer.startsWith(`${field}/`));
  const others = faultsIn(problem).filter((fault) => !isShown(fault));
  const retry = onRetry && (
    <Button color="inherit" size="small" onClick={onRetry}>
      {t('retry')}
    </Button>
  );
  return (
    <Alert severity="error" role="alert" action={retry}>
      {text(problem)}
      {others.map(({ pointer, detail }) => (
        <Typography key={pointer + detail} variant="body2">
          {pointer.replace(/^\//, '')}: {detail}
        </Typography>
      ))}
      <Reference problem={problem} />
    </Alert>
  );
}

// In the place of a page or a list that could not be loaded.
export function ErrorState({ problem, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('ui');
  const text = useProblemText();
  const words = (
    <>
      {text(problem)}
      <Reference problem={problem} />
    </>
  );
  const retry = onRetry && (
    <Button variant="outlined" onClick={onRetry} sx={{ mt: 1 }}>
      {t('retry')}
    </Button>
  );
  return (
    <div role="alert">
      <EmptyState title={t('problem.title')} text={words} action={retry} />
    </div>
  );
}
