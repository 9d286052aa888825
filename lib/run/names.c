#include "run/names.h"

#include <stddef.h>

/*
 * Rank 1 holds the names that leave no doubt; a choice among several at a lesser rank is
 * said. Ranks: of a customer: id, member number, account, e-mail, phone; of a date: paid
 * before created; of an amount: paid, then payable, then list total.
 */
const struct column_names column_names[] = {
	{ "customer", 1,
		"customer_id|customer|cust_id|client_id|user_id|member_id|buyer_id|客户编号|客户号|"
		"客户id|"
		"顾客编号|用户id|用户编号|会员id|客户" },
	{ "customer", 2, "member_no|member_number|card_no|会员号|会员编号|会员卡号|卡号" },
	{ "customer", 3, "account|买家会员名|下单帐号|下单账号|会员名" },
	{ "customer", 4, "买家支付宝账号" },
	{ "customer", 5, "买家昵称|昵称" },
	{ "customer", 6,
		"email|e-mail|customer_email|email_(billing)|billing_email|邮箱|电子邮箱" },
	{ "customer", 7,
		"phone|mobile|billing_phone|手机号|手机号码|买家手机号|联系手机|收件人手机号|手机|"
		"联系电话" },
	{ "customer", 8, "id" },

	{ "date", 1,
		"order_date|date|invoice_date|purchase_date|transaction_date|消费时间|消费日期|"
		"交易日期|"
		"交易时间|订单日期|日期" },
	{ "date", 2,
		"paid_at|paid_date|payment_date|订单付款时间|支付时间|付款时间|支付完成时间|"
		"付款日期" },
	{ "date", 3,
		"created_at|created|order_time|订单创建时间|订单成交时间|订单提交时间|下单时间|"
		"创建时间" },

	{ "amount", 1, "amount|revenue|order_amount|spent|sales|消费金额|金额" },
	{ "amount", 2,
		"paid_amount|amount_paid|实付|实付金额|实收金额|支付金额|买家实际支付金额|"
		"用户实付金额|订单实付金额" },
	{ "amount", 3,
		"total|order_total|order_total_amount|grand_total|net_revenue|n._revenue|"
		"订单应付金额|"
		"应付金额|买家应付货款" },
	{ "amount", 4, "subtotal|总金额|商品总价|订单金额" },

	{ "order", 1,
		"order_id|order_no|order_number|order|order_#|invoice_no|invoice|transaction_id|"
		"订单编号|订单号|"
		"主订单编号|单号|小票号" },
	{ "order", 2, "document|document_no|单据号|单据编号" },

	{ "product", 1,
		"product|product_name|item|item_name|lineitem_name|stock_code|产品|商品|商品名称|"
		"宝贝标题|"
		"选购商品" },
	{ "product", 2, "product_id|sku|lineitem_sku|item_id|商品id|商品编号|商品编码" },

	{ "quantity", 1,
		"quantity|qty|lineitem_quantity|items_sold|数量|商品数量|宝贝总数量|订购数量" },

	{ "channel", 1, "channel|渠道|购买渠道|订单来源|app渠道|流量来源" },
	{ "channel", 2, "source_name|店铺名称|store" },

	{ "code", 1, "source_code|来源码|活动码|源代码|活动代码|营销代码" },
	{ "code", 2, "code|coupon_code|discount_code|推广方式" },

	{ "status", 1, "status|order_status|financial_status|订单状态|状态" },
	{ "refund", 1, "refund|refund_amount|refunded_amount|refunds|退款金额" },

	{ "kind", 1, "kind|event_kind|event|类型|事件|事件类型|业务类型|积分类型" },
	{ "points", 1, "points|point|积分|积分数|积分变动" },
	{ "document", 1, "document|document_no|doc_no|单据号|单据编号|凭证号" },
	{ "original", 1, "original|original_document|original_order|原单号|原订单号|原订单编号" },

	{ "campaign", 1, "campaign|campaign_id|活动|活动名称|营销活动" },
	{ "cell", 1, "cell|test_cell|测试组|实验组|分组" },
	{ "medium", 1, "medium|媒介|媒体" },
	{ "list", 1, "list|客户名单|名单" },
	{ "month", 1, "month|月份" },
	{ "event", 1, "event|事件" },
	{ "cost", 1, "cost|fixed_cost|费用|成本|固定费用" },
	{ "unit_cost", 1, "unit_cost|cost_per_piece|单价|单件费用|单位成本" },
	{ "response_cost", 1, "response_cost|cost_per_response|回应费用|响应成本" },
	{ "sent", 1, "sent|pieces|quantity_sent|发送数量|发送量|寄发量" },
	{ "text", 1,
		"text|note|notes|remark|remarks|comment|备注|订单备注|买家留言|商家备注|留言" },
	{ "segment", 1, "segment|分群|客户分群|分层" },
	{ "when", 1, "when|条件" },
	{ NULL, 0, NULL },
};
