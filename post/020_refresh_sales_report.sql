SELECT refresh_sales_report();
