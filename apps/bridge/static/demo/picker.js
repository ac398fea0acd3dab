import { element } from './dom.js';

/** A row of radio buttons. `choices` are `{id, name}`; `onPick` gets the choice. Returns what shows other choices. */
export function createPicker(fieldset, onPick) {
  const legend = fieldset.querySelector('legend');
  return function show(choices, chosenId) {
    const made = choices.map((choice) => {
      const radio = element('input', { type: 'radio', name: fieldset.id, checked: choice.id === chosenId });
      radio.addEventListener('change', () => onPick(choice));
      return element('label', {}, radio, element('span', {}, choice.name));
    });
    fieldset.replaceChildren(legend, ...made);
  };
}
