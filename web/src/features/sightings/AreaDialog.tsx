import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area } from '@/ui/map/area';
import { ShapeEditor } from '@/ui/map/ShapeEditor';
import type { MapZone } from '@/ui/map/ZoneLayer';
import { theme } from '@/ui/theme';

interface AreaDialogProps {
  area: Area | null;
  zones: MapZone[];
  onChosen: (area: Area | null) => void;
  onClose: () => void;
}

const CIRCLE_FIRST: ('circle' | 'polygon')[] = ['circle', 'polygon'];

export function AreaDialog({ area, zones, onChosen, onClose }: AreaDialogProps) {
  const { t } = useTranslation('sightings');
  const [drawn, setDrawn] = useState(area);
  const small = useMediaQuery(theme.breakpoints.down('md'), { noSsr: true });
  const label = useId();
  const choose = (next: Area | null) => {
    onChosen(next);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={label} maxWidth="md" fullWidth fullScreen={small}>
      <DialogTitle id={label}>{t('filter.draw_title')}</DialogTitle>
      <DialogContent sx={{ display: 'flex' }}>
        <ShapeEditor
          label={t('filter.draw_title')}
          value={area}
          onChange={setDrawn}
          kinds={CIRCLE_FIRST}
          zones={zones}
          sx={{ flex: 1, minHeight: { md: 520 }, minWidth: 0 }}
        />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{t('ui:cancel')}</Button>
        {area && <Button onClick={() => choose(null)}>{t('filter.without_area')}</Button>}
        <Button variant="contained" onClick={() => choose(drawn)} disabled={!drawn}>
          {t('filter.use_area')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
