/** A QR code drawn as squares: sharp at every printer, and no picture in the file. */

interface Where {
  readonly left: number
  readonly top: number
  readonly size: number
}

/** Error correction M: a fold or a stain is forgiven. The quiet zone around it is the sheet's own white. */
export async function drawQr(text: string): Promise<(doc: PDFKit.PDFDocument, where: Where) => void> {
  const { create } = await import('qrcode')
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  return (doc, { left, top, size }) => {
    const side = size / modules.size
    for (let row = 0; row < modules.size; row++)
      for (let column = 0; column < modules.size; column++)
        if (modules.get(row, column) !== 0) doc.rect(left + column * side, top + row * side, side, side)
    doc.fill('black')
  }
}
