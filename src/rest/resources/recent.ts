/** `GET /services/data/vNN.0/recent`: what the user saw last in the user interface, which here is nothing (rest-data.md 8). */
import type { Resource } from '../call.ts';

export const recent: Resource = { path: '/recent', read: () => [] };
