/** The bytes at an address. */
export async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`loading ${url} failed: HTTP ${response.status}`);
  return response.arrayBuffer();
}
