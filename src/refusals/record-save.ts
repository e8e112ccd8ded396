/** What refusals of a save have in common, those that fauxforce computes and those that tests arm alone. */
import { place } from './place.ts';

export const SAVE = {
  at: place('record'),
  surface: 'rest-array',
  status: 400,
  section: 'rest-data.md 2.8',
} as const;
