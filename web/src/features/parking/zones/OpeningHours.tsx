import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { FieldsProps } from '@/features/parking/zones/ZoneForm';
import { HoursFields } from '@/ui/HoursFields';

export function OpeningHours({ settings, set, problem }: FieldsProps) {
  const { t } = useTranslation('parking');
  const hours = settings.opening_hours ?? [];
  return (
    <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }}>
      {hours.length === 0 && <Typography color="textSecondary">{t('zone_form.always_open')}</Typography>}
      {hours.map((each, index) => (
        <Stack key={index} direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
          <HoursFields
            hours={each}
            onChange={(next) => set({ opening_hours: hours.with(index, next) })}
            problem={problem}
            pointer={`/opening_hours/${index}`}
          />
          <IconButton
            aria-label={t('zone_form.remove_hours')}
            onClick={() => set({ opening_hours: hours.toSpliced(index, 1) })}
          >
            <DeleteIcon />
          </IconButton>
        </Stack>
      ))}
      <Button
        startIcon={<AddIcon />}
        onClick={() => set({ opening_hours: [...hours, { weekdays: [], from: '08:00', to: '20:00' }] })}
      >
        {t('zone_form.add_hours')}
      </Button>
    </Stack>
  );
}
