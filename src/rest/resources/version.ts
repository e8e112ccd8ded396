/** `GET /services/data/vNN.0`: the resources of a version, in HashMap order as recorded in 2023 (identity-and-resources.md 10.2). */
import { identityUrl } from '../../org/hosts.ts';
import type { Resource } from '../call.ts';

const NAMES =
  'tooling metadata eclair folders prechatForms contact-tracing jsonxform chatter payments tabs appMenu quickActions ' +
  'queryAll commerce wave iot analytics search smartdatadiscovery identity composite parameterizedSearch fingerprint ' +
  'theme nouns domino event serviceTemplates recent connect licensing limits process dedupe async-queries query jobs ' +
  'match localizedvalue mobile emailConnect consent tokenizer compactLayouts knowledgeManagement sobjects actions support';

export const version: Resource = {
  path: '',
  read: ({ access, host, root }) =>
    Object.fromEntries(
      NAMES.split(' ').map((name) => [
        name,
        name === 'identity' ? identityUrl(host, access.org, access.user.id) : `${root}/${name}`,
      ]),
    ),
};
