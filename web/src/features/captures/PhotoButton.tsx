import Button from '@mui/material/Button';
import { type ReactNode, useRef } from 'react';
import { wakeReceiver } from '@/features/captures/place';

interface PhotoButtonProps {
  camera?: boolean; // opens the camera where there is one, for one photo; else files, one or many
  icon: ReactNode;
  children: ReactNode;
  onPhotos: (files: File[]) => void;
}

export function PhotoButton({ camera = false, icon, children, onPhotos }: PhotoButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*,.heic,.heif"
        data-testid={camera ? 'camera' : 'files'}
        {...(camera ? { capture: 'environment' } : { multiple: true })}
        onChange={({ target }) => {
          onPhotos([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <Button
        variant={camera ? 'contained' : 'outlined'}
        size="large"
        startIcon={icon}
        fullWidth
        sx={{ minHeight: camera ? 64 : 52, fontSize: camera ? '1.1rem' : undefined, flex: 1 }}
        onClick={() => {
          void wakeReceiver();
          input.current?.click();
        }}
      >
        {children}
      </Button>
    </>
  );
}
