// Draws and edits a polygon or a circle: by mouse, by finger, or with the keyboard. One editor an area: give it a `key`.
import AddLocationIcon from '@mui/icons-material/AddLocationAltOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import UndoIcon from '@mui/icons-material/Undo';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import type { SxProps } from '@mui/material/styles';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Area, boundsOf, outlineOf } from '@/ui/map/area';
import { AtCenter } from '@/ui/map/AtCenter';
import { MapFrame } from '@/ui/map/MapFrame';
import { ShapeLayer } from '@/ui/map/ShapeLayer';
import { type MapZone, ZoneLayer } from '@/ui/map/ZoneLayer';
import { type Shape, areaOf, emptyShape, isEmpty, shapeOf, touched, withRadius } from '@/ui/map/shape';

interface ShapeEditorProps {
  label: string;
  value: Area | null;
  onChange: (area: Area | null) => void; // null while there is too little for an area
  kinds?: Shape['kind'][];
  zones?: MapZone[]; // what lies around it
  sx?: SxProps;
}

const BOTH: Shape['kind'][] = ['polygon', 'circle'];
const NONE: MapZone[] = [];

export function ShapeEditor({ label, value, onChange, kinds = BOTH, zones = NONE, sx }: ShapeEditorProps) {
  const { t } = useTranslation('ui');
  const [shape, setShape] = useState(() => (value ? shapeOf(value) : emptyShape(kinds[0] ?? 'polygon')));
  const [before, setBefore] = useState<Shape[]>([]);
  const [steady, setSteady] = useState(shape); // as it was before the hand took hold of it
  const [drawing, setDrawing] = useState(isEmpty(shape));
  const [bounds] = useState(() => boundsOf(value ? outlineOf(value) : zones.flatMap(({ area }) => outlineOf(area))));
  const corners = shape.kind === 'polygon' ? shape.corners.length : 0;

  const show = (next: Shape) => {
    setShape(next);
    setSteady(next);
    onChange(areaOf(next));
  };
  const change = (next: Shape, done: boolean) => {
    if (!done) return setShape(next);
    setBefore([...before, steady]);
    show(next);
    if (next.kind === 'circle') setDrawing(isEmpty(next));
  };
  const undo = () => {
    const last = before.at(-1);
    if (!last) return;
    setBefore(before.slice(0, -1));
    show(last);
    setDrawing(isEmpty(last) || drawing);
  };
  const restart = (kind: Shape['kind']) => {
    change(emptyShape(kind), true);
    setDrawing(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    undo();
  };
  const others = useMemo(() => zones.map((zone) => ({ ...zone, emphasis: 'faint' as const })), [zones]);
  return (
    <Stack sx={[{ gap: 1 }, ...(Array.isArray(sx) ? sx : [sx])]} onKeyDown={onKeyDown} role="group" aria-label={label}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        {kinds.length > 1 && (
          <ToggleButtonGroup
            exclusive
            size="small"
            value={shape.kind}
            aria-label={t('map.kind')}
            onChange={(_, kind: Shape['kind'] | null) => kind && kind !== shape.kind && restart(kind)}
          >
            {kinds.map((kind) => (
              <ToggleButton key={kind} value={kind}>
                {t(`map.kinds.${kind}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
        {shape.kind === 'polygon' && !isEmpty(shape) && (
          <Button startIcon={<EditIcon />} onClick={() => setDrawing(!drawing)} disabled={drawing && corners < 3}>
            {drawing ? t('map.finish') : t('map.more_corners')}
          </Button>
        )}
        {shape.kind === 'circle' && shape.center && (
          <TextField
            type="number"
            label={t('map.radius')}
            value={shape.radiusM}
            onChange={(event) => change(withRadius(shape, Number(event.target.value)), true)}
            slotProps={{ htmlInput: { min: 1, max: 100_000 } }}
            sx={{ width: 130 }}
          />
        )}
        <Button startIcon={<UndoIcon />} onClick={undo} disabled={before.length === 0}>
          {t('map.undo')}
        </Button>
        <Button startIcon={<DeleteIcon />} onClick={() => restart(shape.kind)} disabled={isEmpty(shape)}>
          {t('map.clear')}
        </Button>
      </Stack>
      <MapFrame label={label} bounds={bounds} sx={{ flex: 1, minHeight: 320 }}>
        <ZoneLayer zones={others} />
        <ShapeLayer shape={shape} drawing={drawing} onChange={change} onFinish={() => setDrawing(corners < 3)} />
        {drawing && (
          <AtCenter icon={<AddLocationIcon />} onPick={(at) => change(touched(shape, at), true)}>
            {t(`map.at_center.${shape.kind}`)}
          </AtCenter>
        )}
      </MapFrame>
      <Typography variant="body2" color="textSecondary" role="status">
        {t(`map.hint.${drawing ? shape.kind : 'edit'}`)} {corners > 0 && t('map.corners', { count: corners })}
      </Typography>
    </Stack>
  );
}
