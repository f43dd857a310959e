/* Rasters as the pages of a PDF, at true size. Every CUPS queue takes it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINT_PDF_INT_H
#define PORCHLIGHT_DEVICE_PRINT_PDF_INT_H

#include "device/raster.h"
#include "domain/printer_settings.h"

/* Where the bytes go; false ends the writing. */
struct pdf_out {
    bool (*put)(void *context, const void *bytes, size_t len);
    void *context;
};

/* One page a raster: on a sheet at its upper left within the margins, on a roll in the middle with the feeds above and
 * below. False when `put` said so. */
bool pdf_write(const struct raster *pages, size_t count, const struct printer_settings *s, const struct pdf_out *out);

/* The height of a page in points. */
double pdf_page_height(const struct raster *r, const struct printer_settings *s);

#endif
