import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemText from '@mui/material/ListItemText';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/app/paths';
import { farApart } from '@/features/sightings/filters';
import type { Sighting } from '@/features/sightings/queries';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { When } from '@/ui/When';

interface TrackStopsProps {
  rows: Sighting[]; // oldest first
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function TrackStops({ rows, chosen, onChoose }: TrackStopsProps) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { zoneOf, timeZoneOf } = useZones();
  const wayTo = (row: Sighting, before: Sighting | undefined) => {
    const metres = row.place && before?.place ? farApart(before.place, row.place) : 0;
    return metres >= 1 && `+${format.metres(metres)}`;
  };
  return (
    <List aria-label={t('track.stops')} dense disablePadding>
      {rows.map((row, index) => (
        <ListItem
          key={row.id}
          disablePadding
          divider
          secondaryAction={
            <Button
              size="small"
              component={Link}
              to={paths.sighting(row.id)}
              aria-label={t('track.open', { number: index + 1 })}
            >
              {t('open')}
            </Button>
          }
        >
          <ListItemButton selected={row.id === chosen} onClick={() => onChoose(row.id)} disabled={!row.place}>
            <ListItemText
              primary={<When at={row.seen_at} zone={timeZoneOf(row)} form="exact" />}
              secondary={
                [zoneOf(row)?.name, row.device, wayTo(row, rows[index - 1])].filter(Boolean).join(' · ') ||
                t('no_place')
              }
            />
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}
