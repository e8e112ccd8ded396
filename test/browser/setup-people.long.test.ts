/** Users, profiles, networks and what people set of their own, without JavaScript. */
import { walkThroughPeople } from './setup-people.ts';

walkThroughPeople(false);
