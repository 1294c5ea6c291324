// A plate drawn as a plate, in the colours of its format, so that it is recognised at a glance.
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { COUNTRIES, lookOf, spaced } from '@/ui/plates';

const SIZES = { small: '1rem', medium: '1.35rem', large: '2rem' } as const;
const GROUND = { mercosur: '#fff', black: '#16181b', plain: '#fff' } as const;
const INK = { mercosur: '#10151b', black: '#fff', plain: '#10151b' } as const;

interface PlateProps {
  plate: string;
  region?: string;
  size?: keyof typeof SIZES;
}

export function Plate({ plate, region = '', size = 'small' }: PlateProps) {
  const { t } = useTranslation('ui');
  const look = lookOf(plate, region);
  const band = look === 'mercosur' && size !== 'small';
  return (
    <Box
      component="span"
      role="img"
      aria-label={t('plate.label', { plate: [...plate].join(' ') })}
      sx={{
        display: 'inline-flex',
        flexDirection: 'column',
        verticalAlign: 'middle',
        overflow: 'hidden',
        border: '0.09em solid',
        borderColor: look === 'black' ? '#5c6570' : '#10151b',
        borderTop: look === 'mercosur' && !band ? '0.22em solid #0b3d91' : undefined,
        borderRadius: '0.22em',
        bgcolor: GROUND[look],
        color: INK[look],
        fontSize: SIZES[size],
        lineHeight: 1.25,
        fontFamily: 'ui-monospace, "Roboto Mono", "DejaVu Sans Mono", "Liberation Mono", monospace',
        fontVariantNumeric: 'tabular-nums',
        fontWeight: 700,
        letterSpacing: '0.03em',
        whiteSpace: 'nowrap',
      }}
    >
      {band && (
        <Box
          component="span"
          aria-hidden
          sx={{
            bgcolor: '#0b3d91',
            color: '#fff',
            fontSize: '0.3em',
            textAlign: 'center',
            letterSpacing: '0.1em',
            minHeight: '1.5em',
            lineHeight: 1.5,
            fontFamily: 'system-ui, sans-serif',
          }}
        >
          {COUNTRIES[region] ?? ''}
        </Box>
      )}
      <Box component="span" aria-hidden sx={{ px: '0.4em', textAlign: 'center' }}>
        {spaced(plate)}
      </Box>
    </Box>
  );
}
