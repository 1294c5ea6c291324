import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ComponentType } from 'react';
import type { NonIndexRouteObject } from 'react-router';
import type { Caller } from '@/api/session';

export type Icon = ComponentType<SvgIconProps>;

// What a feature hands over to the app: its pages, and how one gets there. Pages are fetched when they are opened.
export interface Feature {
  routes: PageRoute[];
  nav?: NavEntry[];
  background?: { permission: string; start: (caller: Caller) => Promise<void> }; // what goes on at any page, once one is signed in
  banner?: { permission: string; Banner: ComponentType }; // shown over any page when it has something to say
}

// A page, and what one must be allowed to see it: where it names nothing, what its entry of the navigation does.
export type PageRoute = NonIndexRouteObject & { path: string; permission?: string };

export interface NavEntry {
  path: string;
  label: string; // a key of the feature's words: "captures:title"
  icon: Icon;
  permission: string;
  unless?: string; // for who has this permission another entry leads there
}
