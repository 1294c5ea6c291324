import { type MomentForm, useFormat } from '@/i18n/format';
import { tabular } from '@/ui/theme';

const STYLE = { ...tabular, whiteSpace: 'nowrap' } as const;

interface WhenProps {
  at: string; // RFC 3339
  zone?: string | null; // of the place, "America/Argentina/Cordoba"; else this device's
  form?: MomentForm;
}

export function When({ at, zone, form = 'moment' }: WhenProps) {
  const format = useFormat();
  const title = `${format.moment(at, zone, 'exact')}${zone ? ` · ${zone}` : ''}`;
  return (
    <time dateTime={at} title={title} style={STYLE}>
      {format.moment(at, zone, form)}
    </time>
  );
}
