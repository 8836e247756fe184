/** A QR code as a picture for a page: SVG in a data address, which our rules for pages allow. */

/** Modules around it that stay white (ISO/IEC 18004 §6.3.8). */
const quiet = 4

/** White behind it also on a dark page: readers want dark on light. The library loads with the first one: few add an app. */
export async function qrPicture(text: string): Promise<string> {
  const { create } = await import('qrcode')
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * quiet
  let path = ''
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column) !== 0) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
