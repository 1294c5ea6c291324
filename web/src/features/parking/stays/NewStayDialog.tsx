import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newIdempotencyKey } from '@/api/client';
import { paths } from '@/app/paths';
import { openStay } from '@/features/parking/acts';
import { useRefresh, useZones } from '@/features/parking/queries';
import { FormDialog } from '@/ui/FormDialog';
import { normalised } from '@/ui/plates';
import { faultOf } from '@/ui/problem';

// An attendant begins a stay by hand.
export function NewStayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('parking');
  const { data: zones = [] } = useZones();
  const active = zones.filter((zone) => zone.active);
  const [plate, setPlate] = useState('');
  const [chosen, setChosen] = useState('');
  const [key] = useState(newIdempotencyKey);
  const navigate = useNavigate();
  const refresh = useRefresh();
  const zone = chosen || (active.find((each) => each.default_zone) ?? active[0])?.id || '';

  const submit = async () => {
    const stay = await openStay({ plate: normalised(plate), zone }, key);
    await refresh();
    void navigate(paths.stay(stay.id));
  };
  return (
    <FormDialog
      title={t('new_stay.title')}
      submit={t('new_stay.submit')}
      disabled={!normalised(plate) || !zone}
      fields={['/plate', '/zone']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextField
            label={t('plate')}
            value={plate}
            onChange={({ target }) => setPlate(target.value.toUpperCase())}
            autoFocus
            slotProps={{ htmlInput: { autoCapitalize: 'characters', spellCheck: false, autoComplete: 'off' } }}
            {...faultOf(problem, '/plate')}
          />
          <TextField
            select
            label={t('zone')}
            value={zone}
            onChange={({ target }) => setChosen(target.value)}
            {...faultOf(problem, '/zone')}
          >
            {active.map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        </>
      )}
    </FormDialog>
  );
}
