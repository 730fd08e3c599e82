// Memory: where a listener was, and how they like the page. A browser may forbid it, which must not stop a session.
const createMemory = (key) => {
  const storage = (act) => { try { return act(localStorage); } catch (forbidden) { return null; } };
  const read = (name) => storage((kept) => kept.getItem(`kneadcast.${name}`));
  const write = (name, value) => storage((kept) => (value === null ? kept.removeItem(`kneadcast.${name}`) : kept.setItem(`kneadcast.${name}`, value)));
  return {
    moment: () => Number(read(`${key}.moment`)) || 0,
    keepMoment: (ms) => write(`${key}.moment`, ms === null ? null : String(Math.round(ms))),
    setting: (name) => read(name),
    keepSetting: (name, value) => write(name, String(value)),
  };
};
