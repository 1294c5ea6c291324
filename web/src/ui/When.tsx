import Box from '@mui/material/Box';
import { type MomentForm, useFormat } from '@/i18n/format';
import { tabular } from '@/ui/theme';

interface WhenProps {
  at: string; // RFC 3339
  zone?: string | null; // of the place, "America/Argentina/Cordoba"; else this device's
  form?: MomentForm;
}

export function When({ at, zone, form = 'moment' }: WhenProps) {
  const format = useFormat();
  const title = `${format.moment(at, zone, 'exact')}${zone ? ` · ${zone}` : ''}`;
  return (
    <Box component="time" dateTime={at} title={title} sx={{ ...tabular, whiteSpace: 'nowrap' }}>
      {format.moment(at, zone, form)}
    </Box>
  );
}
