/** Hands a text, or what was gathered in a Blob, to the browser as a file to save. */

export function saveFile(name: string, content: string | Blob, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the data by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
