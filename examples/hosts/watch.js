// The error reporter that every page here loads first, as many sites do: whatever goes wrong on the page is kept, so that
// tests can ask whether it stayed quiet.
window.complaints = [];
addEventListener('error', ({ message }) => complaints.push(`error: ${message}`));
addEventListener('unhandledrejection', ({ reason }) => complaints.push(`rejection: ${reason}`));
for (const name of ['error', 'warn']) {
  const say = console[name];
  console[name] = (...said) => {
    complaints.push(`console.${name}: ${said.join(' ')}`);
    say.apply(console, said);
  };
}
