import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import FormHelperText from '@mui/material/FormHelperText';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useZones } from '@/features/parking/queries';
import { cornersIn, cornersOf, polygonOf, textOf } from '@/features/parking/zones/area';
import { ShapeEditor } from '@/ui/map/ShapeEditor';
import type { Area } from '@/ui/map/area';
import { faultOf } from '@/ui/problem';

interface AreaFieldProps {
  area: Area | null | undefined;
  onChange: (area: Area | null) => void;
  problem: unknown;
  zone?: string; // its id: the others are drawn around it
}

function Corners({ area, onChange }: Pick<AreaFieldProps, 'area' | 'onChange'>) {
  const { t } = useTranslation('parking');
  const corners = textOf(cornersOf(area));
  const [text, setText] = useState(corners);
  const read = cornersIn(text);
  const shown = read && textOf(read) !== corners ? corners : text; // drawn anew on the map
  const wrong = shown.trim() !== '' && !cornersIn(shown);
  return (
    <TextField
      label={t('area.corners')}
      multiline
      minRows={4}
      maxRows={12}
      value={shown}
      onChange={({ target }) => {
        setText(target.value);
        const next = cornersIn(target.value);
        if (next) onChange(polygonOf(next, area));
      }}
      error={wrong}
      helperText={wrong ? t('area.corners_wrong') : t('area.corners_help')}
      slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: 'monospace' } } }}
    />
  );
}

// Drawn on the map, or typed: corners as people copy them from elsewhere, and GeoJSON.
export function AreaField({ area, onChange, problem, zone }: AreaFieldProps) {
  const { t } = useTranslation('parking');
  const { data: zones } = useZones();
  const [typed, setTyped] = useState(0); // what was typed is another drawing
  const [typing, setTyping] = useState(false);
  const others = useMemo(
    () => zones?.flatMap(({ id, name, area: place }) => (place && id !== zone ? [{ id, name, area: place }] : [])),
    [zones, zone],
  );
  const fault = faultOf(problem, '/area');
  return (
    <Stack sx={{ gap: 1.5 }}>
      {others && (
        <ShapeEditor key={typed} label={t('area.map')} value={area ?? null} onChange={onChange} zones={others} />
      )}
      {fault.error && <FormHelperText error>{fault.helperText}</FormHelperText>}
      <Button
        startIcon={<KeyboardIcon />}
        onClick={() => setTyping(!typing)}
        aria-expanded={typing}
        sx={{ alignSelf: 'flex-start' }}
      >
        {t('area.type')}
      </Button>
      <Collapse in={typing} unmountOnExit>
        <Corners
          area={area}
          onChange={(next) => {
            onChange(next);
            setTyped(typed + 1);
          }}
        />
      </Collapse>
    </Stack>
  );
}
