// What stays would cost by the document as it stands: "2 h 40 on a Saturday costs …". Examples that say a total are kept with the document, which
// is refused when it gives something else.
import AddIcon from '@mui/icons-material/Add';
import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChargeLines } from '@/features/parking/ChargeLines';
import type { TariffDocument } from '@/features/parking/queries';
import type { Example } from '@/features/parking/tariffs/document';
import { explainQuery } from '@/features/parking/tariffs/explain';
import { useFormat } from '@/i18n/format';
import { Money } from '@/ui/Money';
import { instantOf } from '@/ui/moments';
import { tabular } from '@/ui/theme';

interface OneProps {
  document: TariffDocument; // as it was a moment ago, so that typing does not ask at each key
  example: Example;
  kept: boolean;
  set: (change: Partial<Example>) => void;
  keep: (total: number | null) => void;
  remove: () => void;
}

const asInput = (civil: string) => civil.replace(' ', 'T').slice(0, 16);
const asCivil = (input: string) => input.replace('T', ' ');

function useSaid({ entered, left }: Example, zone: string): string {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const [from, to] = [instantOf(asInput(entered), zone), instantOf(asInput(left), zone)];
  if (!from || !to) return '';
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  return minutes < 0
    ? ''
    : t('examples.said', { time: format.duration(minutes), day: format.moment(from, zone, 'day') });
}

function Cost({ document, example, kept, keep }: Pick<OneProps, 'document' | 'example' | 'kept' | 'keep'>) {
  const { t } = useTranslation('parking');
  const { data, isFetching, error } = useQuery(explainQuery(document, example));
  const [open, setOpen] = useState(false);
  if (error && !data) return <Typography color="textSecondary">{t('examples.not_yet')}</Typography>;
  if (!data) return null;
  const differs = kept && data.total.amount !== example.total;
  return (
    <Box sx={{ opacity: isFetching ? 0.6 : 1 }} aria-busy={isFetching}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
        <Box sx={{ ...tabular, fontSize: '1.35rem', fontWeight: 700 }}>
          <Money money={data.total} />
        </Box>
        <Button size="small" onClick={() => setOpen(!open)} aria-expanded={open}>
          {t('examples.why')}
        </Button>
        {!kept && (
          <Button size="small" startIcon={<CheckIcon />} onClick={() => keep(data.total.amount)}>
            {t('examples.keep')}
          </Button>
        )}
      </Stack>
      {differs && (
        <Alert
          severity="warning"
          sx={{ mt: 1 }}
          action={
            <Button color="inherit" size="small" onClick={() => keep(data.total.amount)}>
              {t('examples.accept')}
            </Button>
          }
        >
          <span>
            {t('examples.was')} <Money money={{ amount: example.total, currency: data.total.currency }} />
          </span>
        </Alert>
      )}
      <Collapse in={open} unmountOnExit>
        <ChargeLines charge={data} zone={document.zone} />
      </Collapse>
    </Box>
  );
}

function One(props: OneProps) {
  const { document, example, kept, set, remove } = props;
  const { t } = useTranslation('parking');
  const said = useSaid(example, document.zone);
  const time = (field: 'entered' | 'left', label: string) => (
    <TextField
      type="datetime-local"
      label={label}
      value={asInput(example[field])}
      onChange={({ target }) => target.value && set({ [field]: asCivil(target.value) })}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  const classes = (document.classes ?? []).filter(Boolean);
  return (
    <Paper variant="outlined" sx={{ p: 1.5 }} component="li">
      <Stack direction="row" sx={{ alignItems: 'center', mb: 1 }}>
        <Typography sx={{ flex: 1, fontWeight: 600 }}>
          {said || example.note}
          {kept && (
            <CheckIcon
              color="success"
              fontSize="small"
              titleAccess={t('examples.kept')}
              sx={{ ml: 0.75, verticalAlign: 'text-bottom' }}
            />
          )}
        </Typography>
        <IconButton size="small" aria-label={t('form.remove', { what: said || example.entered })} onClick={remove}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      </Stack>
      <Stack sx={{ gap: 1.25, mb: 1 }}>
        {time('entered', t('entered'))}
        {time('left', t('left'))}
        {classes.length > 0 && (
          <TextField
            select
            label={t('vehicle_class')}
            value={example.class ?? ''}
            onChange={({ target }) => set({ class: target.value })}
            slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          >
            <MenuItem value="">{document.default_class}</MenuItem>
            {classes
              .filter((each) => each !== document.default_class)
              .map((each) => (
                <MenuItem key={each} value={each}>
                  {each}
                </MenuItem>
              ))}
          </TextField>
        )}
      </Stack>
      <Cost {...props} />
    </Paper>
  );
}

interface ExamplesProps {
  document: TariffDocument;
  kept: Example[]; // stored with the document
  tried: Example[]; // on this page only
  onChange: (kept: Example[], tried: Example[]) => void;
}

export function Examples({ document, kept, tried, onChange }: ExamplesProps) {
  const { t } = useTranslation('parking');
  const again = tried[0] ?? kept[0];
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Stack component="ul" sx={{ gap: 1.5, listStyle: 'none', m: 0, p: 0 }}>
        {tried.map((example, index) => (
          <One
            key={`tried ${index}`}
            document={document}
            example={example}
            kept={false}
            set={(change) => onChange(kept, tried.with(index, { ...example, ...change }))}
            keep={(total) => onChange([...kept, { ...example, total: total ?? 0 }], tried.toSpliced(index, 1))}
            remove={() => onChange(kept, tried.toSpliced(index, 1))}
          />
        ))}
        {kept.map((example, index) => (
          <One
            key={`kept ${index}`}
            document={document}
            example={example}
            kept
            set={(change) => onChange(kept.with(index, { ...example, ...change }), tried)}
            keep={(total) => onChange(kept.with(index, { ...example, total: total ?? 0 }), tried)}
            remove={() => onChange(kept.toSpliced(index, 1), tried)}
          />
        ))}
      </Stack>
      {again && (
        <Button
          startIcon={<AddIcon />}
          onClick={() => onChange(kept, [{ ...again, note: '' }, ...tried])}
          sx={{ alignSelf: 'flex-start' }}
        >
          {t('examples.add')}
        </Button>
      )}
    </Stack>
  );
}
