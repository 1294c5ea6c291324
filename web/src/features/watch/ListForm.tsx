import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIST_KINDS, type WatchList, useSaveList } from '@/features/watch/queries';
import { FormDialog } from '@/ui/FormDialog';
import { faultOf } from '@/ui/problem';

export function ListForm({ list, onClose }: { list: WatchList | null; onClose: () => void }) {
  const { t } = useTranslation(['watch', 'ui']);
  const [name, setName] = useState(list?.name ?? '');
  const [kind, setKind] = useState<WatchList['kind']>(list?.kind ?? 'stolen');
  const [description, setDescription] = useState(list?.description ?? '');
  const save = useSaveList(list);
  return (
    <FormDialog
      title={list ? list.name : t('add_list')}
      submit={t('ui:save')}
      fields={['/name', '/kind', '/description']}
      onSubmit={() => save.mutateAsync({ name, kind, description })}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextField
            label={t('list_name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoFocus
            {...faultOf(problem, '/name')}
          />
          <TextField
            select
            label={t('list_kind.label')}
            value={kind}
            onChange={(event) => setKind(event.target.value as WatchList['kind'])}
            {...faultOf(problem, '/kind')}
          >
            {LIST_KINDS.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`list_kind.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label={t('description')}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            multiline
            minRows={2}
            {...faultOf(problem, '/description')}
          />
        </>
      )}
    </FormDialog>
  );
}
