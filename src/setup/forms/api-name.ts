/** The API name that Setup takes for something new (setup-pages.md 4.1). Files may have others: those of packages begin with a namespace and `__`. */
import type { Control } from './control.ts';
import { textAt } from './control.ts';
import { text } from './controls.ts';

const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

export const apiName: Control = {
  ...text('name', 'API Name', { isRequired: true, filledFrom: 'label' }),
  wrong(sent, before) {
    const name = sent.text('name');
    if (name === '' || name === textAt(before, 'name') || NAME.test(name)) return [];
    return [
      [
        'name',
        'The API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.',
      ],
    ];
  },
};
